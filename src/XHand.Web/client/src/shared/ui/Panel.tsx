import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Panel.module.css';

interface Props {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  size?: string;
}

/** What opens beside a list: the record, while the list stays where it was. Its address is the record's own. */
export function Panel({ title, onClose, children, size = '560px' }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      classNames={{ content: classes.content, header: classes.header, title: classes.title, body: classes.body }}
      transitionProps={{ duration: 140 }}
    >
      {children}
    </Drawer>
  );
}
