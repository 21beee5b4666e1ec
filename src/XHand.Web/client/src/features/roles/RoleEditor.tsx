import { Alert, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissionsQuery, roleKind } from '@/features/users/api';
import { useRoleName } from '@/features/users/roleName';
import type { Role } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isName } from '@/shared/forms/rules';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useRecord } from '@/shared/site/useRecord';
import { useWord } from '@/shared/text/useWord';
import classes from './RoleEditor.module.css';

export function RoleEditor() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  return (
    <KindEditor
      kind={roleKind}
      permission="users"
      title={(present) => (present ? `${t('roles.one')} ${roleName(present.name)}` : t('roles.create'))}
      Form={RoleForm}
    />
  );
}

type Values = { name: string; permissions: string[] };

function RoleForm(frame: EditorFrame<Role>) {
  const { present, mayChange } = frame;
  const { t } = useTranslation();
  const word = useWord();
  const { data: known } = useQuery(permissionsQuery);
  const record = useRecord(roleKind, frame);
  const isLocked = present?.builtIn ?? false;
  const form = useForm<Values>({
    initialValues: { name: present?.name ?? '', permissions: present?.permissions ?? [] },
    validate: {
      name: (name) => record.keyDefect(name, (key) => isName(key, 40), t('rule.name', { count: 40 })),
    },
  });
  const name = present?.name ?? form.values.name.trim();
  // "extensions.view" and "extensions.change" stand together under "extensions".
  const groups = useMemo(
    () => Map.groupBy(known ?? present?.permissions ?? [], (permission) => permission.split('.')[0] ?? ''),
    [known, present],
  );

  const save = async ({ permissions }: Values) => {
    await record.put(name, { permissions });
  };

  return (
    <RecordForm
      form={form}
      save={save}
      {...record.frame}
      what={t('roles.what', { name })}
      mayChange={mayChange && !isLocked}
      remove={isLocked ? undefined : record.frame.remove}
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
            <fieldset key={what} className={classes.group} aria-label={word('permission.what', what)}>
              <span className={classes.what}>{word('permission.what', what)}</span>
              <span className={classes.actions}>
                {permissions.map((permission) => {
                  const action = permission.slice(what.length + 1);
                  return <Checkbox key={permission} value={permission} label={word('permission.action', action)} />;
                })}
              </span>
            </fieldset>
          ))}
        </div>
      </Checkbox.Group>
    </RecordForm>
  );
}
