import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconClipboardList } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/shared/api/types';
import { dateTime } from '@/shared/text/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { State } from '@/shared/ui/State';
import { AuditDetail } from './AuditDetail';
import { type AuditSearch, auditQuery } from './api';
import { actionTone, useAuditWords } from './words';

const kinds = [
  'extensions',
  'announcements',
  'trunks',
  'routes',
  'redirects',
  'companySettings',
  'users',
  'roles',
  'apiKeys',
  'sessions',
  'calls',
] as const;
const ages = ['1h', '24h', '7d', '30d'] as const;

/** Who changed what, newest first. Nothing here can be changed or deleted. */
export function AuditPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = useAuditWords();
  const search = useSearch({ strict: false }) as AuditSearch;
  const [actorText, setActorText] = useState(search.actor ?? '');
  const [keyText, setKeyText] = useState(search.key ?? '');
  const [actor] = useDebouncedValue(actorText.trim(), 300);
  const [key] = useDebouncedValue(keyText.trim(), 300);
  const [open, setOpen] = useState<AuditEntry>();
  const audit = useInfiniteQuery(auditQuery(search));
  const rows = useMemo(() => audit.data?.pages.flat() ?? [], [audit.data]);
  const change = (part: AuditSearch) =>
    void navigate({ to: '.', search: ((now: object) => ({ ...now, ...part })) as never, replace: true });

  useEffect(() => {
    if ((search.actor ?? '') !== actor || (search.key ?? '') !== key) {
      change({ actor: actor || undefined, key: key || undefined });
    }
  }, [actor, key]);

  const columns = useMemo<Column<AuditEntry>[]>(
    () => [
      {
        id: 'at',
        header: t('audit.at'),
        width: '12.5rem',
        cell: (row) => (
          <button type="button" className="x-link" onClick={() => setOpen(row)}>
            {dateTime(row.at)}
          </button>
        ),
      },
      { id: 'actor', header: t('audit.actor'), cell: (row) => words.actor(row.actor) },
      {
        id: 'action',
        header: t('audit.action'),
        width: '12rem',
        cell: (row) => <State tone={actionTone(row.action)} label={words.action(row.action)} />,
      },
      {
        id: 'record',
        header: t('audit.record'),
        cell: (row) => (
          <>
            <span className="x-muted">{words.kind(row.kind)}</span> <strong>{row.key}</strong>
          </>
        ),
      },
      {
        id: 'fields',
        header: t('audit.fields'),
        from: 1200,
        cell: (row) => [...new Set([...Object.keys(row.before ?? {}), ...Object.keys(row.after ?? {})])].join(', '),
      },
      {
        id: 'address',
        header: t('audit.address'),
        from: 900,
        width: '11rem',
        cell: (row) => <span className="x-mono">{row.address}</span>,
      },
    ],
    [t, words],
  );

  return (
    <Page
      title={t('nav.audit')}
      fills
      tools={
        <>
          <TextInput
            aria-label={t('audit.actor')}
            placeholder={t('audit.actorHint')}
            value={actorText}
            onChange={(event) => setActorText(event.currentTarget.value)}
          />
          <TextInput
            aria-label={t('audit.key')}
            placeholder={t('audit.keyHint')}
            value={keyText}
            onChange={(event) => setKeyText(event.currentTarget.value)}
          />
          <Select
            aria-label={t('audit.kind')}
            w={200}
            value={search.kind ?? ''}
            onChange={(kind) => change({ kind: kind || undefined })}
            data={[{ value: '', label: t('audit.anyKind') }, ...kinds.map((kind) => ({ value: kind as string, label: words.kind(kind) }))]}
          />
          <Select
            aria-label={t('records.period')}
            w={170}
            value={search.since ?? ''}
            onChange={(since) => change({ since: since || undefined })}
            data={[
              { value: '', label: t('records.allTime') },
              ...ages.map((age) => ({ value: age as string, label: t(`records.age.${age}`) })),
            ]}
          />
        </>
      }
    >
      {audit.isPending ? (
        <Loading />
      ) : audit.isError ? (
        <Failure error={audit.error} retry={() => void audit.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState icon={IconClipboardList} title={t('audit.none')} text={t('list.noneFoundText')} />
      ) : (
        <DataTable
          label={t('nav.audit')}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.number)}
          selectedKey={open ? String(open.number) : undefined}
          onOpen={setOpen}
          onEnd={() => {
            if (audit.hasNextPage && !audit.isFetching) {
              void audit.fetchNextPage();
            }
          }}
        />
      )}
      {open && (
        <Panel title={`${words.action(open.action)}: ${words.kind(open.kind)} ${open.key}`} onClose={() => setOpen(undefined)} size="640px">
          <AuditDetail entry={open} />
        </Panel>
      )}
    </Page>
  );
}
