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
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size={size}
      transitionProps={{ duration: 140 }}
      classNames={{ content: classes.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <div className={classes.header}>
          <Drawer.Title className={classes.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t('action.close')} />
        </div>
        <Drawer.Body className={classes.body}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
