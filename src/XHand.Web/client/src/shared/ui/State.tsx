import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconInfoCircle, type TablerIcon } from '@tabler/icons-react';
import classes from './State.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle';

const icons: Record<Tone, TablerIcon> = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  idle: IconCircleDashed,
};

/** A state: colour, icon and word together, never colour alone. */
export function State({ tone, label, icon, title }: { tone: Tone; label: string; icon?: TablerIcon; title?: string }) {
  const Icon = icon ?? icons[tone];
  return (
    <span className={classes.state} data-tone={tone} title={title}>
      <Icon size={14} stroke={2} aria-hidden />
      {label}
    </span>
  );
}
