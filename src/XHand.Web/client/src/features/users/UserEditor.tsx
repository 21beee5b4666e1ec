import { MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languages } from '@/i18n';
import type { Language } from '@/shared/api/session';
import { RecordForm } from '@/shared/forms/RecordForm';
import { Row } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useDelete, useList, usePut } from '@/shared/site/siteKind';
import { roleKind, type User, type UserBody, userKind } from './api';
import { LinkBox } from './LinkBox';
import { useRoleName } from './roleName';

export function UserEditor() {
  const { t } = useTranslation();
  const { key } = useParams({ strict: false }) as { key?: string };
  return (
    <KindEditor kind={userKind} recordKey={key} title={(present) => (present ? `${t('users.one')} ${present.login}` : t('users.create'))}>
      {(frame) => <UserForm key={key} {...frame} />}
    </KindEditor>
  );
}

type Values = UserBody & { login: string };

function UserForm({ present, mayChange, close }: EditorFrame<User>) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const roleName = useRoleName();
  const { data: all } = useList(userKind);
  const roles = useList(roleKind);
  const put = usePut(userKind);
  const remove = useDelete(userKind);
  const form = useForm<Values>({
    initialValues: {
      login: present?.login ?? '',
      name: present?.name ?? '',
      email: present?.email ?? '',
      language: present?.language ?? (i18n.language as Language),
      roles: present?.roles ?? [],
      enabled: present?.enabled ?? true,
    },
    validate: {
      login: (login) =>
        present
          ? null
          : !/^[a-z0-9][a-z0-9._@-]{0,63}$/.test(login.trim())
            ? t('rule.login')
            : all?.some((each) => each.login === login.trim())
              ? t('rule.taken')
              : null,
      roles: (names) => (names.length === 0 ? t('rule.needsRole') : null),
    },
  });
  const login = present?.login ?? form.values.login.trim();

  const save = async ({ login: _, ...body }: Values) => {
    await put.mutateAsync({ key: login, body });
  };

  // Somebody new needs the link next: it waits in their own panel.
  const done = () =>
    present ? close() : void navigate({ to: '/users/$key', params: { key: login }, search: (now: object) => now } as never);

  return (
    <RecordForm
      form={form}
      save={save}
      done={done}
      cancel={close}
      remove={present && (() => remove.mutateAsync(present.login))}
      what={t('users.what', { login })}
      mayChange={mayChange}
    >
      {!present && (
        <TextInput
          label={t('signIn.login')}
          description={t('users.loginHint')}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          required
          data-autofocus
          {...form.getInputProps('login')}
        />
      )}
      <TextInput label={t('users.name')} autoComplete="off" {...form.getInputProps('name')} />
      <Row>
        <TextInput label={t('users.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
        <Select
          label={t('shell.language')}
          data={languages.map(({ code, name }) => ({ value: code, label: name }))}
          {...form.getInputProps('language')}
        />
      </Row>
      <MultiSelect
        label={t('nav.roles')}
        description={t('users.rolesHint')}
        required
        data={(roles.data ?? []).map((role) => ({ value: role.name, label: roleName(role.name) }))}
        {...form.getInputProps('roles')}
      />
      <Switch label={t('users.mayEnter')} description={t('users.mayEnterHint')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
      {present && mayChange && <LinkBox login={present.login} hasPassword={present.hasPassword} />}
    </RecordForm>
  );
}
