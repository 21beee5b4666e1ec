import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Problem.module.css';

/** What went wrong with what was just tried; read out at once. */
export function Problem({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div role="alert" tabIndex={-1} className={classes.problem}>
      <IconAlertTriangle size={18} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
