import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLiveStatus } from '@/shared/live/useLive';
import classes from './LiveDot.module.css';

/** Whether what is on the screen moves by itself. */
export function LiveDot() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  return (
    <Tooltip label={t(`live.${status}Hint`)}>
      <span className={classes.live} data-status={status}>
        <span className={classes.dot} aria-hidden />
        <span className={classes.word}>{t(`live.${status}`)}</span>
      </span>
    </Tooltip>
  );
}
