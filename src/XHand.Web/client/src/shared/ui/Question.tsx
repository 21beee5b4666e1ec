import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Question.module.css';

interface Props {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** The word on the button that does it. */
  yes: string;
  no?: string;
  isBusy?: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before something that cannot be taken back. The safe answer has the focus, Escape means no. */
export function Question({ opened, title, children, yes, no, isBusy, onYes, onNo }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onNo} centered classNames={{ content: classes.question }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Title className={classes.title}>{title}</Modal.Title>
        <div>{children}</div>
        <div className={classes.answers}>
          <Button variant="default" data-autofocus onClick={onNo}>
            {no ?? t('action.cancel')}
          </Button>
          <Button color="red.8" loading={isBusy} onClick={onYes}>
            {yes}
          </Button>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
