import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/text/format';
import { State, type Tone } from '@/shared/ui/State';
import classes from './AlarmList.module.css';

/** An alarm as the server publishes it. */
export interface Alarm {
  code: string;
  severity: 'critical' | 'warning' | 'notice' | string;
  text: string;
  since: string;
  subject?: string;
}

const tones: Record<string, Tone> = { critical: 'bad', warning: 'warn', notice: 'info' };

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

  const severity = (name: string) => (i18n.exists(`alarms.severity.${name}`) ? t(`alarms.severity.${name as 'critical'}`) : name);
  return (
    <ul className={classes.list}>
      {alarms.map((alarm) => (
        <li key={`${alarm.code} ${alarm.subject ?? ''}`}>
          <State tone={tones[alarm.severity] ?? 'warn'} label={severity(alarm.severity)} />
          <span className={classes.text}>{alarm.text}</span>
          <span className={classes.since}>{t('alarms.since', { when: dateTime(alarm.since) })}</span>
        </li>
      ))}
    </ul>
  );
}
