import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './CopyText.module.css';

/** A text that is there to be taken away: selected when it has the focus, copied by its button. */
export function CopyText({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.row}>
      <TextInput
        aria-label={label}
        readOnly
        value={value}
        flex={1}
        classNames={{ input: 'x-mono' }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          >
            {copied ? t('action.copied') : t('action.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
