import { ActionIcon, Button, CopyButton, Group, Input, PasswordInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconDice5 } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { randomSecret } from './randomSecret';

interface Props {
  label: string;
  description?: string;
  value?: string;
  error?: ReactNode;
  onChange: (value: string) => void;
  /** Whether the server has one already, which stays when nothing is typed. */
  isSet: boolean;
  /** Offers to make one at random. */
  canGenerate?: boolean;
}

/** A secret that the server never shows again: typed or made at random here, copied from here, and gone when the form closes. */
export function SecretInput({ label, description, value = '', error, onChange, isSet, canGenerate }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [isVisible, setVisible] = useState(false);
  const generate = () => {
    onChange(randomSecret());
    setVisible(true);
  };
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <Group gap={8} wrap="nowrap">
        <PasswordInput
          id={id}
          flex={1}
          placeholder={isSet ? t('form.secretKept') : undefined}
          autoComplete="new-password"
          spellCheck={false}
          visible={isVisible}
          onVisibilityChange={setVisible}
          visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
          value={value}
          error={error !== undefined && error !== null}
          aria-describedby={description ? `${id}-description` : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {value && isVisible && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? t('action.copied') : t('action.copy')}>
                <ActionIcon variant="default" size={36} onClick={copy} aria-label={t('form.copySecret')}>
                  {copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        )}
        {canGenerate && (
          <Button variant="default" leftSection={<IconDice5 size={17} aria-hidden />} onClick={generate}>
            {t('form.generate')}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}
