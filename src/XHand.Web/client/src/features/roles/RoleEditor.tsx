import { Alert, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissionsQuery, type Role, roleKind } from '@/features/users/api';
import { useRoleName } from '@/features/users/roleName';
import { RecordForm } from '@/shared/forms/RecordForm';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useDelete, useList, usePut } from '@/shared/site/siteKind';
import classes from './RoleEditor.module.css';

export function RoleEditor() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { key } = useParams({ strict: false }) as { key?: string };
  return (
    <KindEditor
      kind={roleKind}
      permission="users"
      recordKey={key}
      title={(present) => (present ? `${t('roles.one')} ${roleName(present.name)}` : t('roles.create'))}
    >
      {(frame) => <RoleForm key={key} {...frame} />}
    </KindEditor>
  );
}

type Values = { name: string; permissions: string[] };

function RoleForm({ present, mayChange, close }: EditorFrame<Role>) {
  const { t, i18n } = useTranslation();
  const { data: all } = useList(roleKind);
  const { data: known } = useQuery(permissionsQuery);
  const put = usePut(roleKind);
  const remove = useDelete(roleKind);
  const isLocked = present?.builtIn ?? false;
  const form = useForm<Values>({
    initialValues: { name: present?.name ?? '', permissions: present?.permissions ?? [] },
    validate: {
      name: (name) =>
        present
          ? null
          : name.trim() === '' || name.length > 40
            ? t('rule.name', { count: 40 })
            : all?.some((each) => each.name === name.trim())
              ? t('rule.taken')
              : null,
    },
  });
  const name = present?.name ?? form.values.name.trim();
  // "extensions.view" and "extensions.change" stand together under "extensions".
  const groups = useMemo(
    () => Map.groupBy(known ?? present?.permissions ?? [], (permission) => permission.split('.')[0] ?? ''),
    [known, present],
  );
  const word = (key: string, text: string) => (i18n.exists(key) ? t(key as 'permission.what.extensions') : text);

  const save = async ({ permissions }: Values) => {
    await put.mutateAsync({ key: name, body: { permissions } });
  };

  return (
    <RecordForm
      form={form}
      save={save}
      done={close}
      cancel={close}
      remove={present && !isLocked ? () => remove.mutateAsync(present.name) : undefined}
      what={t('roles.what', { name })}
      mayChange={mayChange && !isLocked}
    >
      {isLocked && (
        <Alert variant="outline" color="gray" icon={<IconLock size={18} aria-hidden />}>
          {t('roles.locked')}
        </Alert>
      )}
      {!present && <TextInput label={t('roles.name')} required data-autofocus maxLength={40} {...form.getInputProps('name')} />}
      <Checkbox.Group aria-label={t('roles.permissions')} {...form.getInputProps('permissions')}>
        <div className={classes.grid}>
          {[...groups].map(([what, permissions]) => (
            <fieldset key={what} className={classes.group} aria-label={word(`permission.what.${what}`, what)}>
              <span className={classes.what}>{word(`permission.what.${what}`, what)}</span>
              <span className={classes.actions}>
                {permissions.map((permission) => {
                  const action = permission.slice(what.length + 1);
                  return <Checkbox key={permission} value={permission} label={word(`permission.action.${action}`, action)} />;
                })}
              </span>
            </fieldset>
          ))}
        </div>
      </Checkbox.Group>
    </RecordForm>
  );
}
