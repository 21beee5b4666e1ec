import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import { useProblemText } from '@/shared/api/problemText';
import { sessionQuery, signIn } from '@/shared/api/session';
import { Problem } from '@/shared/ui/Problem';
import { SessionFrame } from './SessionFrame';
import { useEnter } from './useEnter';

export function SignInPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const enter = useEnter();
  const { data: session } = useQuery(sessionQuery);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [company, setCompany] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const passwordInput = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (session?.state === 'setUp') {
      void navigate({ to: '/set-up', search: {}, replace: true });
    } else if (session?.state === 'signedIn') {
      void enter(session, next);
    }
  }, [session, navigate, enter, next]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      const made = await signIn({ login: login.trim(), password, ...(company.trim() ? { company: company.trim() } : {}) });
      client.setQueryData(sessionQuery.queryKey, made);
    } catch (failure) {
      const isWrong = failure instanceof ApiProblem && failure.status === 401;
      setProblem(isWrong ? t('signIn.wrong') : problemText(failure));
      setPassword('');
      passwordInput.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionFrame title={t('signIn.title')}>
      <form onSubmit={(event) => void submit(event)}>
        {problem && <Problem>{problem}</Problem>}
        <TextInput
          label={t('signIn.login')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <PasswordInput
          ref={passwordInput}
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
        />
        <TextInput
          label={t('signIn.company')}
          description={t('signIn.companyHint')}
          name="organization"
          autoComplete="organization"
          value={company}
          onChange={(event) => setCompany(event.currentTarget.value)}
        />
        <Button type="submit" loading={isBusy} size="md" fullWidth mt={4}>
          {t('signIn.submit')}
        </Button>
      </form>
    </SessionFrame>
  );
}
