import {
  IconBell,
  IconClipboardCheck,
  IconDialpad,
  IconHeadphones,
  IconPhoneCalling,
  IconPhoneCheck,
  IconPhoneEnd,
  IconPhoneIncoming,
  IconPhoneX,
  IconPlayerPause,
  IconPoint,
  IconRoute,
  IconTopologyRing,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallEvent } from '@/shared/api/types';
import { preciseTime } from '@/shared/text/format';
import { useWord } from '@/shared/text/useWord';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import { eventsQuery } from './api';
import classes from './EventList.module.css';

const icons = {
  callStarted: IconPhoneIncoming,
  callPlanned: IconRoute,
  legDialled: IconPhoneCalling,
  legRinging: IconBell,
  legAnswered: IconPhoneCheck,
  legsBridged: IconTopologyRing,
  legHeld: IconPlayerPause,
  legEnded: IconPhoneX,
  callEnded: IconPhoneEnd,
  promptPlayed: IconHeadphones,
  digitPressed: IconDialpad,
} as const satisfies Record<string, TablerIcon>;

// What a field's value is a word of.
const groups: Record<string, string> = { class: 'callClass', direction: 'direction', result: 'result', endedBy: 'endedBy', side: 'legs' };

// Said by other fields already, or of no use to a reader.
const hidden = new Set(['callId', 'company', 'legs', 'planReasons', 'record', 'reasons']);

/** What happened to a call, moment by moment. */
export function EventList({ callId, start }: { callId: string; start: string }) {
  const { t } = useTranslation();
  const events = useQuery(eventsQuery(callId));
  if (events.isPending) {
    return <Loading rows={5} />;
  }

  if (events.isError || events.data.length === 0) {
    return events.isError ? (
      <Failure error={events.error} retry={() => void events.refetch()} />
    ) : (
      <EmptyState icon={IconClipboardCheck} title={t('records.noEvents')} />
    );
  }

  return (
    <ol className={classes.events}>
      {events.data.map((event) => (
        <Event key={event.sequence} event={event} start={start} />
      ))}
    </ol>
  );
}

function Event({ event, start }: { event: CallEvent; start: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const name = event.type.charAt(0).toLowerCase() + event.type.slice(1);
  const known = Object.keys(icons).find((each) => each === name) as keyof typeof icons | undefined;
  const Icon = known ? icons[known] : IconPoint;
  const seconds = (Date.parse(event.at) - Date.parse(start)) / 1000;
  return (
    <li>
      <span className={classes.time}>
        <time dateTime={event.at}>{preciseTime(event.at)}</time>
        <span className="x-muted">+{Math.max(0, seconds).toFixed(1)} s</span>
      </span>
      <span className={classes.mark}>
        <Icon size={16} stroke={1.8} aria-hidden />
      </span>
      <span className={classes.what}>
        <strong>{known ? t(`event.${known}`) : event.type}</strong>
        <span className={classes.fields}>{simpleFields(event, word)}</span>
      </span>
    </li>
  );
}

function simpleFields(event: CallEvent, word: (group: string, name: string) => string): string {
  return Object.entries((event.payload ?? {}) as Record<string, unknown>)
    .filter(([key, value]) => !hidden.has(key) && !key.endsWith('Id') && ['string', 'number'].includes(typeof value) && value !== '')
    .map(([key, value]) => `${word('eventField', key)}: ${groups[key] ? word(groups[key], String(value)) : String(value)}`)
    .join(' · ');
}
