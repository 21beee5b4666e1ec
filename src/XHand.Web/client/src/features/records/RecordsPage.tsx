import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Direction, directions } from '@/features/calls/Direction';
import { trunkKind } from '@/features/trunks/api';
import { useMay } from '@/shared/api/session';
import type { CallRecord } from '@/shared/api/types';
import { listQuery } from '@/shared/site/siteKind';
import { useNames } from '@/shared/site/useNames';
import { count, dateTime, duration } from '@/shared/text/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { Party } from '@/shared/ui/Party';
import { SearchBox } from '@/shared/ui/SearchBox';
import { type RecordSearch, recordsQuery, results } from './api';
import classes from './RecordsPage.module.css';
import { Result } from './Result';

const ages = ['1h', '24h', '7d', '30d'] as const;

/** Finished calls, newest first: one box for numbers, names and tags, and facets beside it. The address holds the search. */
export function RecordsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const names = useNames();
  const search = useSearch({ strict: false }) as RecordSearch;
  const { key: selectedKey } = useParams({ strict: false }) as { key?: string };
  const [text, setText] = useState(search.q ?? '');
  const [q] = useDebouncedValue(text.trim(), 250);
  const records = useInfiniteQuery(recordsQuery({ ...search, q: search.q }));
  const trunks = useQuery({ ...listQuery(trunkKind), enabled: may('trunks.view') });
  const rows = useMemo(() => records.data?.pages.flat() ?? [], [records.data]);

  const change = (part: RecordSearch) =>
    void navigate({ to: '.', search: ((now: object) => ({ ...now, ...part })) as never, replace: true });

  useEffect(() => {
    if ((search.q ?? '') !== q) {
      change({ q: q || undefined });
    }
  }, [q]);

  const columns = useMemo<Column<CallRecord>[]>(
    () => [
      {
        id: 'start',
        header: t('records.start'),
        width: '12.5rem',
        cell: (row) => (
          <Link
            to={'/records/$key' as never}
            params={{ key: row.callId } as never}
            search={((all: object) => all) as never}
            className={classes.link}
          >
            {dateTime(row.startedAt)}
          </Link>
        ),
      },
      {
        id: 'direction',
        header: t('calls.direction'),
        from: 900,
        width: '12rem',
        cell: (row) => <Direction direction={row.direction} trunk={row.trunk} />,
      },
      { id: 'from', header: t('calls.from'), cell: (row) => <Party number={row.from} name={row.fromName || names.get(row.from)} /> },
      {
        id: 'to',
        header: t('calls.to'),
        cell: (row) => (
          <>
            <Party number={row.to || row.dialled} name={row.toName || names.get(row.to)} />
            {row.to && row.to !== row.dialled && <span className="x-muted"> {t('calls.dialled', { number: row.dialled })}</span>}
          </>
        ),
      },
      { id: 'result', header: t('records.result'), width: '12rem', cell: (row) => <Result result={row.result} /> },
      { id: 'tag', header: t('records.tag'), from: 1500, cell: (row) => row.tag },
      {
        id: 'talk',
        header: t('records.talk'),
        width: '6.5rem',
        align: 'end',
        cell: (row) => (row.answeredAt ? duration(row.talkMs) : <span className="x-muted">—</span>),
      },
    ],
    [t, names],
  );

  const isFiltered = Boolean(search.q || search.since || search.result || search.direction || search.trunk);
  const any = (label: string) => ({ value: '', label });
  return (
    <Page
      title={t('nav.records')}
      fills
      aside={
        records.data && <span role="status">{records.hasNextPage ? t('records.atLeast', { count: rows.length }) : count(rows.length)}</span>
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={records.isRefetching}
          onClick={() => void records.refetch()}
        >
          {t('records.refresh')}
        </Button>
      }
      tools={
        <>
          <SearchBox value={text} onChange={setText} label={t('records.search')} placeholder={t('records.searchHint')} width={280} />
          <Select
            aria-label={t('records.period')}
            w={155}
            value={search.since ?? ''}
            onChange={(since) => change({ since: since || undefined })}
            data={[
              { value: '', label: t('records.allTime') },
              ...ages.map((age) => ({ value: age as string, label: t(`records.age.${age}`) })),
            ]}
          />
          <Select
            aria-label={t('records.result')}
            w={175}
            value={search.result ?? ''}
            onChange={(result) => change({ result: result || undefined })}
            data={[any(t('records.anyResult')), ...results.map((each) => ({ value: each as string, label: t(`result.${each}`) }))]}
          />
          <Select
            aria-label={t('calls.direction')}
            w={155}
            value={search.direction ?? ''}
            onChange={(direction) => change({ direction: direction || undefined })}
            data={[any(t('records.anyDirection')), ...directions.map((each) => ({ value: each as string, label: t(`direction.${each}`) }))]}
          />
          {(trunks.data?.length ?? 0) > 0 && (
            <Select
              aria-label={t('trunks.one')}
              w={155}
              value={search.trunk ?? ''}
              searchable
              onChange={(trunk) => change({ trunk: trunk || undefined })}
              data={[any(t('records.anyTrunk')), ...(trunks.data ?? []).map((each) => ({ value: each.name, label: each.name }))]}
            />
          )}
          {isFiltered && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconFilterOff size={16} aria-hidden />}
              onClick={() => {
                setText('');
                change({ q: undefined, since: undefined, result: undefined, direction: undefined, trunk: undefined });
              }}
            >
              {t('records.clearFilters')}
            </Button>
          )}
        </>
      }
    >
      {records.isPending ? (
        <Loading />
      ) : records.isError ? (
        <Failure error={records.error} retry={() => void records.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={IconHistory}
          title={isFiltered ? t('records.noneFound') : t('records.none')}
          text={isFiltered ? t('list.noneFoundText') : t('records.noneText')}
        />
      ) : (
        <DataTable
          label={t('nav.records')}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.callId}${row.segment && row.segment > 1 ? `-${row.segment}` : ''}`}
          selectedKey={selectedKey}
          onOpen={(row) => void navigate({ to: '/records/$key', params: { key: row.callId }, search: (all: object) => all } as never)}
          onEnd={() => {
            if (records.hasNextPage && !records.isFetching) {
              void records.fetchNextPage();
            }
          }}
        />
      )}
      <Outlet />
    </Page>
  );
}
