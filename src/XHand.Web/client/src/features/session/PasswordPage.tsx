import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { setPassword as sendPassword, sessionQuery } from '@/shared/api/session';
import { Problem } from '@/shared/ui/Problem';
import { NewPassword } from './NewPassword';
import { SessionFrame } from './SessionFrame';
import { useEnter } from './useEnter';
import { useNewPassword } from './useNewPassword';

/** A person's own password, set with the one-time link that an administrator gave them. */
export function PasswordPage() {
  const { t } = useTranslation();
  const { token } = useSearch({ from: '/password' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const enter = useEnter();
  const form = useNewPassword({
    login: '',
    deadLink: t('password.deadLink'),
    send: async (password) => {
      const made = await sendPassword({ token: token ?? '', password });
      if (made?.state === 'signedIn') {
        client.setQueryData(sessionQuery.queryKey, made);
        await enter(made, undefined);
      } else {
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        await navigate({ to: '/sign-in', search: {} });
      }
    },
  });

  if (!token) {
    return (
      <SessionFrame title={t('password.title')} text={t('password.deadLink')}>
        {null}
      </SessionFrame>
    );
  }

  return (
    <SessionFrame title={t('password.title')}>
      <form onSubmit={form.submit} noValidate>
        {form.errors[''] && <Problem>{form.errors['']}</Problem>}
        <NewPassword {...form.inputs} />
        <Button type="submit" loading={form.isBusy} size="md" fullWidth mt={4}>
          {t('password.submit')}
        </Button>
      </form>
    </SessionFrame>
  );
}
