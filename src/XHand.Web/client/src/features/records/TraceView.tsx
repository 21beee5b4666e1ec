import { IconListTree } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import type { TraceMessage, TraceParty } from '@/shared/api/types';
import { preciseTime } from '@/shared/text/format';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import classes from './TraceView.module.css';
import { traceQuery } from './traceApi';

/** The ladder of a call's SIP messages: a column for each party and one for us, an arrow for each message. */
export function TraceView({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const trace = useQuery(traceQuery(callId));
  if (trace.isPending) {
    return <Loading rows={6} />;
  }

  const isGone = trace.error instanceof ApiProblem && trace.error.isMissing;
  if (isGone || trace.data?.messages.length === 0) {
    return <EmptyState icon={IconListTree} title={t('trace.gone')} text={t('trace.goneText')} />;
  }

  if (trace.isError) {
    return <Failure error={trace.error} retry={() => void trace.refetch()} />;
  }

  // We stand between who called and who was called.
  const [first, ...others] = trace.data.parties;
  const lanes = [first, undefined, ...others];
  return (
    <div className={classes.trace}>
      {!trace.data.isComplete && <p className="x-muted">{t('trace.incomplete')}</p>}
      <div className={classes.ladder}>
        <div className={classes.heads} style={{ gridTemplateColumns: `var(--time) repeat(${lanes.length}, minmax(0, 1fr))` }}>
          <span />
          {lanes.map((party) => (
            <Head key={party?.legId ?? 'us'} party={party} />
          ))}
        </div>
        <ol>
          {trace.data.messages.map((message, index) => (
            <Message
              // biome-ignore lint/suspicious/noArrayIndexKey: the order of a trace never changes, and a repetition is the same message.
              key={`${message.at} ${index}`}
              message={message}
              lane={lanes.findIndex((party) => party?.legId === message.legId)}
              count={lanes.length}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}

function Head({ party }: { party: TraceParty | undefined }) {
  return party ? (
    <span className={classes.head}>
      <strong>{party.number}</strong>
      <span className="x-muted x-mono">{party.address}</span>
    </span>
  ) : (
    <span className={classes.head}>
      <strong>XHand</strong>
    </span>
  );
}

function Message({ message, lane, count }: { message: TraceMessage; lane: number; count: number }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const us = 1;
  const other = lane < 0 ? 0 : lane;
  // Each lane has two columns and its line between them; an arrow runs from line to line.
  const [left, right] = [Math.min(us, other), Math.max(us, other)];
  const pointsRight = message.isReceived ? other < us : other > us;
  const label = `${message.summary}${message.hasSdp ? ' (SDP)' : ''}`;
  return (
    <li>
      <button type="button" className={classes.message} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <time dateTime={message.at}>{preciseTime(message.at)}</time>
        <span className={classes.lanes} style={{ gridTemplateColumns: `repeat(${count * 2}, minmax(0, 1fr))` }}>
          {Array.from({ length: count }, (_, at) => `line ${at}`).map((key, at) => (
            <span key={key} aria-hidden className={classes.line} style={{ gridColumn: 2 * at + 2 }} />
          ))}
          <span
            className={classes.arrow}
            data-right={pointsRight || undefined}
            data-kind={kindOf(message)}
            data-repeated={message.isRepeated || undefined}
            style={{ gridColumn: `${2 * left + 2} / ${2 * right + 2}` }}
          >
            {label}
          </span>
        </span>
        <span className="x-sr-only">
          {message.isReceived ? t('trace.from', { peer: message.peer }) : t('trace.to', { peer: message.peer })}
        </span>
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
        <pre className={classes.text} tabIndex={0}>
          {message.text}
        </pre>
      )}
    </li>
  );
}

function kindOf(message: TraceMessage): 'request' | 'provisional' | 'ok' | 'failure' {
  const status = Number.parseInt(message.summary, 10);
  return Number.isNaN(status) ? 'request' : status < 200 ? 'provisional' : status < 300 ? 'ok' : 'failure';
}
