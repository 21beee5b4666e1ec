import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { minPasswordLength } from './passwordRules';

interface Props {
  password: string;
  repeated: string;
  error?: string;
  repeatedError?: string;
  onPassword: (text: string) => void;
  onRepeated: (text: string) => void;
}

/** A new password, typed twice. */
export function NewPassword({ password, repeated, error, repeatedError, onPassword, onRepeated }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule', { count: minPasswordLength })}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={password}
        error={error}
        onChange={(event) => onPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
      />
      <PasswordInput
        label={t('password.repeat')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={repeated}
        error={repeatedError}
        onChange={(event) => onRepeated(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
      />
    </>
  );
}
