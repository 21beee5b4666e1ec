import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewPassword } from '@/features/session/NewPassword';
import { useNewPassword } from '@/features/session/useNewPassword';
import { useSessionUser } from '@/shared/api/session';
import { Card } from '@/shared/ui/Card';
import { notify } from '@/shared/ui/notify';
import { Problem } from '@/shared/ui/Problem';
import { changePassword, sessionsQuery } from './api';
import classes from './OwnPassword.module.css';

/** One's own password; whoever changes it proves that they know the present one. */
export function OwnPassword() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const user = useSessionUser();
  const [current, setCurrent] = useState('');
  const form = useNewPassword({
    login: user?.login ?? '',
    check: () => (current === '' ? { current: t('form.required') } : {}) as Record<string, string>,
    send: async (password) => {
      await changePassword(current, password);
      setCurrent('');
      form.clear();
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      notify(t('account.passwordChanged'));
    },
  });

  return (
    <Card title={t('account.password')} text={t('account.passwordText')}>
      <form onSubmit={form.submit} noValidate className={classes.fields}>
        {form.errors[''] && <Problem>{form.errors['']}</Problem>}
        {/* So that a browser's keeper of passwords knows whose it is. */}
        <input type="text" name="username" autoComplete="username" value={user?.login ?? ''} readOnly hidden />
        <PasswordInput
          label={t('account.current')}
          autoComplete="current-password"
          value={current}
          error={form.errors.current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
        />
        <NewPassword {...form.inputs} />
        <div>
          <Button type="submit" loading={form.isBusy}>
            {t('account.changePassword')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
