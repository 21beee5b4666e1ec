import { Button } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/shared/api/problemText';
import type { OwnSession } from '@/shared/api/types';
import { dateTime } from '@/shared/text/format';
import { Card } from '@/shared/ui/Card';
import { Failure, Loading } from '@/shared/ui/Notice';
import { Problem } from '@/shared/ui/Problem';
import { State } from '@/shared/ui/State';
import { endOtherSessions, endSession, sessionsQuery } from './api';
import { browserOf, isPhone } from './browserOf';
import classes from './OwnSessions.module.css';

/** Where one is signed in, and the way to end it there. */
export function OwnSessions() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string | undefined) => (id === undefined ? endOtherSessions() : endSession(id)),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const others = (sessions.data ?? []).filter((session) => !session.isCurrent).length;
  return (
    <Card title={t('account.sessions')} text={t('account.sessionsText')}>
      {end.isError && <Problem>{problemText(end.error)}</Problem>}
      {sessions.isPending ? (
        <Loading rows={2} />
      ) : sessions.isError ? (
        <Failure error={sessions.error} retry={() => void sessions.refetch()} />
      ) : (
        <ul className={classes.sessions}>
          {sessions.data.map((session) => (
            <Session key={session.id} session={session} isBusy={end.isPending} end={() => end.mutate(session.id)} />
          ))}
        </ul>
      )}
      {others > 1 && (
        <div>
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
            {t('account.endOthers', { count: others })}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Session({ session, isBusy, end }: { session: OwnSession; isBusy: boolean; end: () => void }) {
  const { t } = useTranslation();
  const Icon = isPhone(session.client) ? IconDeviceMobile : IconDeviceDesktop;
  const name = browserOf(session.client) || t('account.unknownBrowser');
  return (
    <li>
      <Icon size={22} stroke={1.5} aria-hidden />
      <span className={classes.what}>
        <strong title={session.client}>{name}</strong>
        <span className="x-muted">
          <span className="x-mono">{session.address}</span> · {t('account.seen', { when: dateTime(session.seenAt) })}
        </span>
        <span className="x-muted">{t('account.since', { when: dateTime(session.createdAt) })}</span>
      </span>
      {session.isCurrent ? (
        <State tone="ok" label={t('account.thisOne')} />
      ) : (
        <Button
          variant="default"
          size="xs"
          disabled={isBusy}
          onClick={end}
          aria-label={t('account.endOf', { name, address: session.address })}
        >
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}
