import { MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languages } from '@/i18n';
import type { Language } from '@/shared/api/session';
import type { User, UserBody } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isLogin } from '@/shared/forms/rules';
import { Row } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useList } from '@/shared/site/siteKind';
import { useRecord } from '@/shared/site/useRecord';
import { roleKind, userKind } from './api';
import { LinkBox } from './LinkBox';
import { useRoleName } from './roleName';

export function UserEditor() {
  const { t } = useTranslation();
  return (
    <KindEditor kind={userKind} title={(present) => (present ? `${t('users.one')} ${present.login}` : t('users.create'))} Form={UserForm} />
  );
}

type Values = Required<UserBody> & { login: string };

function UserForm(frame: EditorFrame<User>) {
  const { present, mayChange } = frame;
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const roleName = useRoleName();
  const roles = useList(roleKind);
  const record = useRecord(userKind, frame);
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
      login: (login) => record.keyDefect(login, isLogin, t('rule.login')),
      roles: (names) => (names.length === 0 ? t('rule.needsRole') : null),
    },
  });
  const login = present?.login ?? form.values.login.trim();

  const save = async ({ login: _, ...body }: Values) => {
    await record.put(login, body);
  };

  // Somebody new needs the link next: it waits in their own panel.
  const done = () =>
    present ? frame.close() : void navigate({ to: '/users/$key', params: { key: login }, search: (now: object) => now } as never);

  return (
    <RecordForm form={form} save={save} {...record.frame} done={done} what={t('users.what', { login })}>
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
