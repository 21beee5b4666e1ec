import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPhoneEnd, IconPhoneOff, IconSearchOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/shared/api/http';
import { useProblemText } from '@/shared/api/problemText';
import { useMay } from '@/shared/api/session';
import type { Call } from '@/shared/api/types';
import { useLiveStatus, useTopic } from '@/shared/live/useLive';
import { useNames } from '@/shared/site/useNames';
import { timeOfDay } from '@/shared/text/format';
import { matches } from '@/shared/text/search';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Elapsed } from '@/shared/ui/Elapsed';
import { EmptyState, Loading } from '@/shared/ui/Notice';
import { notify } from '@/shared/ui/notify';
import { Page } from '@/shared/ui/Page';
import { Party } from '@/shared/ui/Party';
import { Question } from '@/shared/ui/Question';
import { SearchBox } from '@/shared/ui/SearchBox';
import { CallState } from './CallState';
import classes from './CallsPage.module.css';
import { Direction } from './Direction';

/** The calls that are up now. They come, change and go by themselves. */
export function CallsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const names = useNames();
  const status = useLiveStatus();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const calls = useTopic<Call>('calls')?.items;
  const [ending, setEnding] = useState<Call>();
  const [isBusy, setBusy] = useState(false);
  const mayEnd = may('calls.hangUp');

  const found = useMemo(
    () =>
      (calls ?? []).filter(
        (call) =>
          !q ||
          matches(
            `${call.from} ${names.get(call.from) ?? call.fromName ?? ''} ${call.dialled} ${call.to} ${names.get(call.to) ?? ''} ${call.trunk ?? ''}`,
            q,
          ),
      ),
    [calls, q, names],
  );

  const columns = useMemo<Column<Call>[]>(
    () => [
      {
        id: 'state',
        header: t('calls.state'),
        width: '10rem',
        sortBy: (call) => call.state,
        cell: (call) => <CallState state={call.state} />,
      },
      {
        id: 'from',
        header: t('calls.from'),
        sortBy: (call) => call.from,
        cell: (call) => <Party number={call.from} name={names.get(call.from) ?? call.fromName} />,
      },
      {
        id: 'to',
        header: t('calls.to'),
        sortBy: (call) => call.to || call.dialled,
        cell: (call) => (
          <>
            <Party number={call.to || call.dialled} name={names.get(call.to)} />
            {call.to && call.to !== call.dialled && <span className="x-muted"> {t('calls.dialled', { number: call.dialled })}</span>}
          </>
        ),
      },
      {
        id: 'direction',
        header: t('calls.direction'),
        from: 900,
        width: '13rem',
        sortBy: (call) => `${call.direction} ${call.trunk ?? ''}`,
        cell: (call) => <Direction direction={call.direction} trunk={call.trunk} />,
      },
      {
        id: 'codec',
        header: t('calls.codec'),
        from: 1500,
        width: '9rem',
        cell: (call) => [...new Set(call.legs.map((leg) => leg.codec).filter(Boolean))].join(' / '),
      },
      {
        id: 'start',
        header: t('calls.started'),
        from: 1200,
        width: '8rem',
        sortBy: (call) => call.startedAt,
        cell: (call) => timeOfDay(call.startedAt),
      },
      {
        id: 'duration',
        header: t('calls.duration'),
        width: '7rem',
        align: 'end',
        sortBy: (call) => -Date.parse(call.answeredAt ?? call.startedAt),
        cell: (call) => <Elapsed since={call.answeredAt ?? call.startedAt} />,
      },
      {
        id: 'end',
        header: t('calls.actions'),
        width: '5rem',
        align: 'end',
        cell: (call) =>
          mayEnd && (
            <Tooltip label={t('calls.end')}>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t('calls.endOf', { from: call.from, to: call.to || call.dialled })}
                onClick={() => setEnding(call)}
              >
                <IconPhoneEnd size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ),
      },
    ],
    [t, names, mayEnd],
  );

  const end = async () => {
    if (!ending) {
      return;
    }

    setBusy(true);
    try {
      await request('DELETE', `/calls/${ending.callId}`);
    } catch (failure) {
      notify(problemText(failure), 'red');
    } finally {
      setBusy(false);
      setEnding(undefined);
    }
  };

  return (
    <Page
      title={t('nav.calls')}
      fills
      aside={calls && <span role="status">{t('calls.count', { count: calls.length })}</span>}
      tools={
        <SearchBox
          value={q}
          onChange={(text) => void navigate({ to: '.', search: { q: text || undefined } as never, replace: true })}
          label={t('calls.search')}
        />
      }
    >
      <div className={classes.content} data-stale={status === 'lost' || undefined}>
        {!calls ? (
          <Loading rows={4} />
        ) : calls.length === 0 ? (
          <EmptyState icon={IconPhoneOff} title={t('calls.none')} text={t('calls.noneText')} />
        ) : found.length === 0 ? (
          <EmptyState icon={IconSearchOff} title={t('list.noneFound', { query: q })} text={t('list.noneFoundText')} />
        ) : (
          <DataTable
            label={t('nav.calls')}
            columns={columns}
            rows={found}
            rowKey={(call) => call.callId}
            initialSort={{ id: 'start', desc: true }}
          />
        )}
      </div>
      <Question
        opened={ending !== undefined}
        title={t('calls.endTitle')}
        yes={t('calls.end')}
        isBusy={isBusy}
        onNo={() => setEnding(undefined)}
        onYes={() => void end()}
      >
        {t('calls.endText', { from: ending?.from, to: ending?.to || ending?.dialled })}
      </Question>
    </Page>
  );
}
