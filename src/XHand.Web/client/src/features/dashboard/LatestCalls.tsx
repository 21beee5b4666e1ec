import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Result } from '@/features/records/Result';
import { request } from '@/shared/api/http';
import type { CallRecord } from '@/shared/api/types';
import { useNames } from '@/shared/site/useNames';
import { dateTime } from '@/shared/text/format';
import { Failure, Loading } from '@/shared/ui/Notice';
import { Party } from '@/shared/ui/Party';
import classes from './CallLines.module.css';

const queryKey = ['records', 'latest'];

/** The last finished calls; asked for again shortly after a live call has gone. */
export function LatestCalls({ liveCount }: { liveCount: number }) {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const latest = useQuery({
    queryKey,
    queryFn: ({ signal }) => request<CallRecord[]>('GET', '/call-records', { signal, query: { limit: 8 } }),
  });
  useEffect(() => {
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey }), 1500);
    return () => clearTimeout(timer);
  }, [liveCount, client]);

  if (latest.isPending) {
    return <Loading rows={4} />;
  }

  if (latest.isError) {
    return <Failure error={latest.error} retry={() => void latest.refetch()} />;
  }

  return latest.data.length === 0 ? (
    <p className={classes.none}>{t('records.none')}</p>
  ) : (
    <ul className={classes.lines}>
      {latest.data.map((record) => (
        <li key={record.callId}>
          <Link to={'/records/$key' as never} params={{ key: record.callId } as never} className={classes.time}>
            {dateTime(record.startedAt)}
          </Link>
          <span className={classes.parties}>
            <Party number={record.from} name={record.fromName || names.get(record.from)} />
            <span aria-hidden>→</span>
            <Party number={record.to || record.dialled} name={record.toName || names.get(record.to)} />
          </span>
          <Result result={record.result} />
        </li>
      ))}
    </ul>
  );
}
