import { IconArrowDownLeft, IconArrowsLeftRight, IconArrowUpRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Direction.module.css';

const icons = { internal: IconArrowsLeftRight, outbound: IconArrowUpRight, inbound: IconArrowDownLeft };

export type DirectionName = keyof typeof icons;
export const directions: readonly DirectionName[] = ['internal', 'outbound', 'inbound'];

/** Which way a call went; over which trunk, when it went over one. */
export function Direction({ direction, trunk }: { direction?: string; trunk?: string }) {
  const { t } = useTranslation();
  const known = directions.find((each) => each === direction);
  if (!known) {
    return <span className="x-muted">—</span>;
  }

  const Icon = icons[known];
  return (
    <span className={classes.direction}>
      <Icon size={16} stroke={1.8} aria-hidden className={classes[known]} />
      {t(`direction.${known}`)}
      {trunk && <span className="x-muted">{trunk}</span>}
    </span>
  );
}
