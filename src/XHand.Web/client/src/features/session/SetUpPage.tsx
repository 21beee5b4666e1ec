import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, sessionQuery, setUp } from '@/shared/api/session';
import { Problem } from '@/shared/ui/Problem';
import { NewPassword } from './NewPassword';
import { SessionFrame } from './SessionFrame';
import { useEnter } from './useEnter';
import { useNewPassword } from './useNewPassword';

/** The first administrator, made with the one-time link that the system prints when it starts for the first time. */
export function SetUpPage() {
  const { t, i18n } = useTranslation();
  const { token } = useSearch({ from: '/set-up' });
  const client = useQueryClient();
  const enter = useEnter();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('admin');
  const form = useNewPassword({
    login,
    deadLink: t('setUp.deadLink'),
    check: () => (login.trim() === '' ? { login: t('form.required') } : {}) as Record<string, string>,
    send: async (password) => {
      const made = await setUp({
        token: token ?? '',
        login: login.trim(),
        name: name.trim(),
        password,
        language: i18n.language as Language,
      });
      client.setQueryData(sessionQuery.queryKey, made);
      await enter(made, undefined);
    },
  });

  if (!token) {
    return (
      <SessionFrame title={t('setUp.title')} text={t('setUp.needsLink')}>
        <p className="x-muted">{t('setUp.whereLink')}</p>
      </SessionFrame>
    );
  }

  return (
    <SessionFrame title={t('setUp.title')} text={t('setUp.text')}>
      <form onSubmit={form.submit} noValidate>
        {form.errors[''] && <Problem>{form.errors['']}</Problem>}
        <TextInput
          label={t('setUp.name')}
          autoComplete="name"
          autoFocus
          value={name}
          error={form.errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('signIn.login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          error={form.errors.login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <NewPassword {...form.inputs} />
        <Button type="submit" loading={form.isBusy} size="md" fullWidth mt={4}>
          {t('setUp.submit')}
        </Button>
      </form>
    </SessionFrame>
  );
}
