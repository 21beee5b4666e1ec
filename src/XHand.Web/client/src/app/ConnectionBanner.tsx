import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { live } from '@/shared/live/liveConnection';
import { useLiveStatus } from '@/shared/live/useLive';
import classes from './ConnectionBanner.module.css';

/** Says that live data stands still, and that the page reconnects by itself. Never covers anything. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    // A connection that is back within two seconds is not worth a word.
    const timer = setTimeout(() => setShown(status === 'lost'), status === 'lost' ? 2000 : 0);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <div role="status" aria-live="polite">
      {isShown && (
        <div className={classes.banner}>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>{t('live.lostText')}</span>
          <Button size="compact-sm" variant="default" onClick={live.retry}>
            {t('live.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}
