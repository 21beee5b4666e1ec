import { useTranslation } from 'react-i18next';
import { CallState } from '@/features/calls/CallState';
import { Direction } from '@/features/calls/Direction';
import type { Call } from '@/shared/api/types';
import { useNames } from '@/shared/site/useNames';
import { Elapsed } from '@/shared/ui/Elapsed';
import { Loading } from '@/shared/ui/Notice';
import { Party } from '@/shared/ui/Party';
import classes from './CallLines.module.css';

const shown = 8;

/** The newest live calls. */
export function LiveCalls({ calls }: { calls: readonly Call[] | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  if (!calls) {
    return <Loading rows={3} />;
  }

  if (calls.length === 0) {
    return <p className={classes.none}>{t('calls.none')}</p>;
  }

  return (
    <ul className={classes.lines}>
      {calls
        .slice(-shown)
        .reverse()
        .map((call) => (
          <li key={call.callId}>
            <CallState state={call.state} />
            <span className={classes.parties}>
              <Party number={call.from} name={names.get(call.from) ?? call.fromName} />
              <span aria-hidden>→</span>
              <Party number={call.to || call.dialled} name={names.get(call.to)} />
            </span>
            <Direction direction={call.direction} trunk={call.trunk} />
            <Elapsed since={call.answeredAt ?? call.startedAt} />
          </li>
        ))}
    </ul>
  );
}
