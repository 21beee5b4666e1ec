import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import { useProblemText } from '@/shared/api/problemText';
import { useReason } from '@/shared/api/useReason';
import { passwordDefect } from './passwordRules';

interface Options {
  /** The login that the password must not be. */
  login: string;
  /** What else the form finds wrong before it asks the server, by field. */
  check?: () => Record<string, string>;
  send: (password: string) => Promise<void>;
  /** What is said of a one-time link that is no good any more. */
  deadLink?: string;
}

/** A form in which a person chooses a password: typed twice, checked here and by the server, each reason at its field. */
export function useNewPassword({ login, check, send, deadLink }: Options) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const say = useReason();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);

  const refusal = (failure: unknown): Record<string, string> => {
    const fields = failure instanceof ApiProblem ? failure.fields : [];
    if (fields.length > 0) {
      return Object.fromEntries(fields.map(({ path, code, params, reason }) => [path, say({ code, params, text: reason })]));
    }

    const isDead = failure instanceof ApiProblem && [401, 404, 409, 410].includes(failure.status);
    return { '': isDead && deadLink !== undefined ? deadLink : problemText(failure) };
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const defect = passwordDefect(password, login);
    const found: Record<string, string> = {
      ...check?.(),
      ...(defect ? { password: t(`password.${defect}`) } : {}),
      ...(password !== repeated ? { repeated: t('password.differs') } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) {
      return;
    }

    setBusy(true);
    try {
      await send(password);
    } catch (failure) {
      setErrors(refusal(failure));
    } finally {
      setBusy(false);
    }
  };

  return {
    errors,
    isBusy,
    clear: () => {
      setPassword('');
      setRepeated('');
    },
    submit: (event: FormEvent) => void submit(event),
    /** For NewPassword. */
    inputs: {
      password,
      repeated,
      error: errors.password,
      repeatedError: errors.repeated,
      onPassword: setPassword,
      onRepeated: setRepeated,
    },
  };
}
