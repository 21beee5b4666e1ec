import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import { useProblemText } from '@/shared/api/problemText';
import { setPassword as sendPassword, sessionQuery } from '@/shared/api/session';
import { Problem } from '@/shared/ui/Problem';
import { NewPassword } from './NewPassword';
import { passwordDefect } from './passwordRules';
import { SessionFrame } from './SessionFrame';
import { useEnter } from './useEnter';

/** A person's own password, set with the one-time link that an administrator gave them. */
export function PasswordPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { token } = useSearch({ from: '/password' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);

  if (!token) {
    return (
      <SessionFrame title={t('password.title')} text={t('password.deadLink')}>
        {null}
      </SessionFrame>
    );
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const defect = passwordDefect(password, '');
    const found: Record<string, string> = {
      ...(defect ? { password: t(`password.${defect}`) } : {}),
      ...(password !== repeated ? { repeated: t('password.differs') } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) {
      return;
    }

    setBusy(true);
    try {
      const made = await sendPassword({ token, password });
      if (made?.state === 'signedIn') {
        client.setQueryData(sessionQuery.queryKey, made);
        await enter(made, undefined);
      } else {
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        await navigate({ to: '/sign-in', search: {} });
      }
    } catch (failure) {
      const fields = failure instanceof ApiProblem ? failure.fields : [];
      const isDead = failure instanceof ApiProblem && [401, 404, 409, 410].includes(failure.status);
      setErrors({
        ...Object.fromEntries(fields.map((field) => [field.path, field.reason])),
        ...(fields.length === 0 ? { '': isDead ? t('password.deadLink') : problemText(failure) } : {}),
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionFrame title={t('password.title')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {errors[''] && <Problem>{errors['']}</Problem>}
        <NewPassword
          password={password}
          repeated={repeated}
          error={errors.password}
          repeatedError={errors.repeated}
          onPassword={setPassword}
          onRepeated={setRepeated}
        />
        <Button type="submit" loading={isBusy} size="md" fullWidth mt={4}>
          {t('password.submit')}
        </Button>
      </form>
    </SessionFrame>
  );
}
