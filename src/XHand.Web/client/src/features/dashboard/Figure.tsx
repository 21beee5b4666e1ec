import type { TablerIcon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './Figure.module.css';

interface Props {
  icon: TablerIcon;
  label: string;
  value: string | undefined;
  detail?: string;
  tone?: 'bad';
  to?: string;
}

/** One figure with its name and what it means; leads to its screen. */
export function Figure({ icon: Icon, label, value, detail, tone, to }: Props) {
  const content = (
    <>
      <span className={classes.head}>
        <Icon size={18} stroke={1.7} aria-hidden />
        {label}
      </span>
      <span className={classes.value} data-tone={tone}>
        {value ?? '–'}
      </span>
      <span className={classes.detail}>{detail ?? '\u00a0'}</span>
    </>
  );
  return to ? (
    <Link to={to as never} className={classes.figure}>
      {content}
    </Link>
  ) : (
    <div className={classes.figure}>{content}</div>
  );
}
