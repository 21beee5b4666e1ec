import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';
import { useProblemText } from '../api/problemText';
import classes from './Notice.module.css';

interface EmptyProps {
  icon: TablerIcon;
  title: string;
  text?: string;
  action?: ReactNode;
  /** It is the whole page, so its title is the page's. */
  heading?: boolean;
}

/** In place of content that is not there: why, and what to do about it. */
export function EmptyState({ icon: Icon, title, text, action, heading }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Icon size={34} stroke={1.4} aria-hidden className={classes.icon} />
      {heading ? <h1 className={classes.title}>{title}</h1> : <p className={classes.title}>{title}</p>}
      {text && <p className={classes.text}>{text}</p>}
      {action}
    </div>
  );
}

/** A question to the server that failed. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const isAway = error instanceof ApiProblem && error.status === 0;
  return (
    <div role="alert" className={classes.empty}>
      {isAway ? <IconCloudOff size={34} stroke={1.4} aria-hidden /> : <IconAlertTriangle size={34} stroke={1.4} aria-hidden />}
      <p className={classes.title}>{text(error)}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}

/** While the first answer is on its way. */
export function Loading({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <Skeleton key={key} height={28} radius="sm" />
      ))}
    </div>
  );
}
