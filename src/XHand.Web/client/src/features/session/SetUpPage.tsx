import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import { useProblemText } from '@/shared/api/problemText';
import { type Language, sessionQuery, setUp } from '@/shared/api/session';
import { Problem } from '@/shared/ui/Problem';
import { NewPassword } from './NewPassword';
import { passwordDefect } from './passwordRules';
import { SessionFrame } from './SessionFrame';
import { useEnter } from './useEnter';

/** The first administrator, made with the one-time link that the system prints when it starts for the first time. */
export function SetUpPage() {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  const { token } = useSearch({ from: '/set-up' });
  const client = useQueryClient();
  const enter = useEnter();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('admin');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);

  if (!token) {
    return (
      <SessionFrame title={t('setUp.title')} text={t('setUp.needsLink')}>
        <p className="x-muted">{t('setUp.whereLink')}</p>
      </SessionFrame>
    );
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const defect = passwordDefect(password, login);
    const found: Record<string, string> = {
      ...(login.trim() === '' ? { login: t('form.required') } : {}),
      ...(defect ? { password: t(`password.${defect}`) } : {}),
      ...(password !== repeated ? { repeated: t('password.differs') } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) {
      return;
    }

    setBusy(true);
    try {
      const made = await setUp({ token, login: login.trim(), name: name.trim(), password, language: i18n.language as Language });
      client.setQueryData(sessionQuery.queryKey, made);
      await enter(made, undefined);
    } catch (failure) {
      const fields = failure instanceof ApiProblem ? failure.fields : [];
      const isDead = failure instanceof ApiProblem && [401, 404, 409, 410].includes(failure.status);
      setErrors({
        ...Object.fromEntries(fields.map((field) => [field.path, field.reason])),
        ...(fields.length === 0 ? { '': isDead ? t('setUp.deadLink') : problemText(failure) } : {}),
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionFrame title={t('setUp.title')} text={t('setUp.text')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {errors[''] && <Problem>{errors['']}</Problem>}
        <TextInput
          label={t('setUp.name')}
          autoComplete="name"
          autoFocus
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('signIn.login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          error={errors.login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <NewPassword
          password={password}
          repeated={repeated}
          error={errors.password}
          repeatedError={errors.repeated}
          onPassword={setPassword}
          onRepeated={setRepeated}
        />
        <Button type="submit" loading={isBusy} size="md" fullWidth mt={4}>
          {t('setUp.submit')}
        </Button>
      </form>
    </SessionFrame>
  );
}
