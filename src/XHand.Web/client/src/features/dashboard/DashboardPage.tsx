import { IconBell, IconDeviceLandlinePhone, IconPhoneCall, IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AlarmList } from '@/features/alarms/AlarmList';
import { extensionKind } from '@/features/extensions/api';
import { isUp, TrunkState } from '@/features/trunks/TrunkState';
import { useMay } from '@/shared/api/session';
import type { Alarm, Call, Registration, TrunkStatus } from '@/shared/api/types';
import { useTopic } from '@/shared/live/useLive';
import { listQuery } from '@/shared/site/siteKind';
import { count } from '@/shared/text/format';
import { Page } from '@/shared/ui/Page';
import classes from './DashboardPage.module.css';
import { Figure } from './Figure';
import { FirstSteps } from './FirstSteps';
import { LatestCalls } from './LatestCalls';
import { LiveCalls } from './LiveCalls';

/** How it goes now, on one screen: everything here moves by itself and leads to its own screen. */
export function DashboardPage() {
  const { t } = useTranslation();
  const may = useMay();
  const calls = useTopic<Call>('calls')?.items;
  const phones = useTopic<Registration>('registrations')?.items;
  const trunks = useTopic<TrunkStatus>('trunks')?.items;
  const alarms = useTopic<Alarm>('alarms')?.items;
  const extensions = useQuery({ ...listQuery(extensionKind), enabled: may('extensions.view') });
  const talking = calls?.filter((call) => call.answeredAt).length ?? 0;
  const registered = phones && new Set(phones.map((phone) => phone.number)).size;
  const enabled = trunks?.filter((trunk) => trunk.state !== 'disabled');
  const up = enabled?.filter(isUp).length;

  return (
    <Page title={t('nav.dashboard')}>
      <div className={classes.figures}>
        {may('calls.view') && (
          <Figure
            to="/calls"
            icon={IconPhoneCall}
            label={t('dashboard.calls')}
            value={calls && count(calls.length)}
            detail={calls && t('dashboard.talking', { count: talking })}
          />
        )}
        {may('registrations.view') && (
          <Figure
            to="/registrations"
            icon={IconDeviceLandlinePhone}
            label={t('dashboard.phones')}
            value={registered === undefined ? undefined : count(registered)}
            detail={extensions.data && t('dashboard.ofExtensions', { count: extensions.data.length })}
          />
        )}
        {may('trunks.view') && (
          <Figure
            to="/trunks"
            icon={IconServer2}
            label={t('dashboard.trunks')}
            value={up === undefined ? undefined : `${up}/${enabled?.length}`}
            tone={enabled && up !== undefined && up < enabled.length ? 'bad' : undefined}
            detail={
              enabled &&
              (up === enabled.length ? t('dashboard.trunksUp') : t('dashboard.trunksDown', { count: enabled.length - (up ?? 0) }))
            }
          />
        )}
        {may('alarms.view') && (
          <Figure
            icon={IconBell}
            label={t('alarms.title')}
            value={alarms && count(alarms.length)}
            tone={alarms && alarms.length > 0 ? 'bad' : undefined}
            detail={alarms && (alarms.length === 0 ? t('dashboard.noAlarms') : t('dashboard.someAlarms'))}
          />
        )}
      </div>
      <FirstSteps phones={phones?.length} />
      <div className={classes.columns}>
        <div className={classes.column}>
          {may('calls.view') && (
            <section className={classes.card}>
              <h2>{t('nav.calls')}</h2>
              <LiveCalls calls={calls} />
            </section>
          )}
          {may('records.view') && (
            <section className={classes.card}>
              <h2>{t('dashboard.latest')}</h2>
              <LatestCalls liveCount={calls?.length ?? 0} />
            </section>
          )}
        </div>
        <div className={classes.column}>
          {may('alarms.view') && (
            <section className={classes.card}>
              <h2>{t('alarms.title')}</h2>
              <AlarmList alarms={alarms ?? []} />
            </section>
          )}
          {may('trunks.view') && trunks && trunks.length > 0 && (
            <section className={classes.card}>
              <h2>{t('nav.trunks')}</h2>
              <ul className={classes.trunks}>
                {trunks.map((trunk) => (
                  <li key={trunk.name}>
                    <strong>{trunk.name}</strong>
                    <TrunkState status={trunk} />
                    <span className="x-muted">
                      {trunk.maxCalls > 0
                        ? t('trunks.callsOf', { calls: trunk.calls, max: trunk.maxCalls })
                        : t('calls.count', { count: trunk.calls })}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}
