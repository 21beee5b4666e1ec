import { useTranslation } from 'react-i18next';
import type { RecordLeg } from '@/shared/api/types';
import { count, duration, preciseTime } from '@/shared/text/format';
import { Facts } from '@/shared/ui/Facts';
import classes from './LegList.module.css';

/** Each party's connection: where it was, how long it took, how it sounded. */
export function LegList({ legs }: { legs: readonly RecordLeg[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.legs}>
      {legs.map((leg) => {
        const lostPercent =
          leg.packetsReceived + leg.packetsLost > 0 ? (100 * leg.packetsLost) / (leg.packetsReceived + leg.packetsLost) : 0;
        return (
          <section key={leg.legId} className={classes.leg}>
            <h3>
              {leg.number} <span className="x-muted">{leg.side === 'originating' ? t('legs.originating') : t('legs.terminating')}</span>
            </h3>
            <Facts
              facts={[
                [
                  t('legs.address'),
                  leg.remoteAddress && (
                    <span key="address" className="x-mono">
                      {leg.remoteAddress}
                    </span>
                  ),
                ],
                [t('registrations.device'), leg.userAgent],
                [t('calls.codec'), leg.codec],
                [t('records.start'), preciseTime(leg.startedAt)],
                [t('legs.ringing'), leg.ringingAt && preciseTime(leg.ringingAt)],
                [t('records.answered'), leg.answeredAt && preciseTime(leg.answeredAt)],
                [t('legs.length'), duration(Date.parse(leg.endedAt) - Date.parse(leg.startedAt))],
                [t('legs.status'), leg.sipStatus > 0 && `SIP ${leg.sipStatus}`],
                [
                  t('legs.packets'),
                  (leg.packetsReceived > 0 || leg.packetsSent > 0) &&
                    t('legs.packetsText', { received: count(leg.packetsReceived), sent: count(leg.packetsSent) }),
                ],
                [t('legs.lost'), leg.packetsReceived > 0 && `${lostPercent.toFixed(2)} % (${count(leg.packetsLost)})`],
                [t('legs.jitter'), leg.packetsReceived > 0 && `${leg.jitterMs.toFixed(1)} ms`],
                [
                  'Call-ID',
                  <span key="id" className="x-mono">
                    {leg.sipCallId}
                  </span>,
                ],
              ]}
            />
          </section>
        );
      })}
    </div>
  );
}
