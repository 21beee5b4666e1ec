import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '@/shared/api/types';
import { dateTime } from '@/shared/text/format';
import { useWord } from '@/shared/text/useWord';
import { State, type Tone } from '@/shared/ui/State';
import classes from './AlarmList.module.css';

const severities = { critical: 'bad', major: 'bad', warning: 'warn' } as const satisfies Record<string, Tone>;

export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  const { t } = useTranslation();
  const word = useWord();
  if (alarms.length === 0) {
    return (
      <p className={classes.none}>
        <IconCircleCheck size={18} aria-hidden />
        {t('alarms.none')}
      </p>
    );
  }

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
                {word('alarms.code', alarm.code)} {alarm.subject}
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
