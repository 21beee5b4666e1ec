import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/text/format';
import { State, type Tone } from '@/shared/ui/State';
import classes from './AlarmList.module.css';

/** An alarm as the server publishes it. */
export interface Alarm {
  code: string;
  /** warning, major, critical. */
  severity: string;
  subject?: string;
  text: string;
  since: string;
  scope?: string;
}

const severities = { critical: 'bad', major: 'bad', warning: 'warn' } as const satisfies Record<string, Tone>;

export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  const { t, i18n } = useTranslation();
  if (alarms.length === 0) {
    return (
      <p className={classes.none}>
        <IconCircleCheck size={18} aria-hidden />
        {t('alarms.none')}
      </p>
    );
  }

  const title = (alarm: Alarm) =>
    i18n.exists(`alarms.code.${alarm.code}`) ? t(`alarms.code.${alarm.code as 'databaseAway'}`) : alarm.code;
  const worst = [...alarms].sort((a, b) => rank(b.severity) - rank(a.severity));
  return (
    <ul className={classes.list}>
      {worst.map((alarm) => {
        const known = Object.keys(severities).find((each) => each === alarm.severity) as keyof typeof severities | undefined;
        return (
          <li key={`${alarm.code} ${alarm.subject ?? ''}`}>
            <State tone={known ? severities[known] : 'warn'} label={known ? t(`alarms.severity.${known}`) : alarm.severity} />
            <span className={classes.what}>
              <strong>
                {title(alarm)} {alarm.subject}
              </strong>
              <span lang="en">{alarm.text}</span>
              <span className={classes.since}>{t('alarms.since', { when: dateTime(alarm.since) })}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const rank = (severity: string): number => Object.keys(severities).reverse().indexOf(severity);
