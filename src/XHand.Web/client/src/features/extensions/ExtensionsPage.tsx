import { Badge } from '@mantine/core';
import { IconAddressBook, IconPhoneCall, IconPlayerRecordFilled } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/shared/api/session';
import type { Call, Extension, Registration } from '@/shared/api/types';
import { useTopic } from '@/shared/live/useLive';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import { useWord } from '@/shared/text/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { State } from '@/shared/ui/State';
import { extensionKind } from './api';

export function ExtensionsPage() {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const registrations = useTopic<Registration>('registrations')?.items;
  const calls = useTopic<Call>('calls')?.items;
  const phones = useMemo(() => tally((registrations ?? []).map((each) => each.number)), [registrations]);
  const talks = useMemo(() => tally((calls ?? []).flatMap((call) => [...new Set(call.legs.map((leg) => leg.number))])), [calls]);
  const isLive = registrations !== undefined && may('registrations.view');

  const columns = useMemo<Column<Extension>[]>(
    () => [
      {
        id: 'number',
        header: t('extensions.number'),
        width: '7.5rem',
        sortBy: (row) => row.number,
        cell: (row) => <KeyLink path="extensions" value={row.number} />,
      },
      {
        id: 'name',
        header: t('extensions.name'),
        sortBy: (row) => row.name.toLowerCase(),
        cell: (row) => row.name || <span className="x-muted">—</span>,
      },
      {
        id: 'state',
        header: t('extensions.state'),
        width: '13rem',
        sortBy: (row) => (talks.get(row.number) ? 0 : phones.get(row.number) ? 1 : 2),
        cell: (row) =>
          talks.get(row.number) ? (
            <State tone="info" icon={IconPhoneCall} label={t('extensions.inCall')} />
          ) : !row.hasPassword ? (
            <State tone="idle" label={t('extensions.noPassword')} />
          ) : !isLive ? (
            '—'
          ) : phones.get(row.number) ? (
            <State tone="ok" label={t('extensions.phones', { count: phones.get(row.number) })} />
          ) : (
            <State tone="idle" label={t('extensions.noPhone')} />
          ),
      },
      {
        id: 'class',
        header: t('extensions.classOfService'),
        from: 1200,
        cell: (row) =>
          row.classOfService.length === 0 ? (
            <span className="x-muted">{t('extensions.internalOnly')}</span>
          ) : row.classOfService.length === 5 ? (
            t('extensions.everything')
          ) : (
            row.classOfService.map((name) => word('callClass', name)).join(', ')
          ),
      },
      {
        id: 'groups',
        header: t('extensions.pickupGroups'),
        from: 1500,
        cell: (row) =>
          row.pickupGroups.map((group) => (
            <Badge key={group} variant="default" size="sm" mr={4}>
              {group}
            </Badge>
          )),
      },
      {
        id: 'record',
        header: t('extensions.record'),
        from: 900,
        width: '8rem',
        sortBy: (row) => (row.record ? 0 : 1),
        cell: (row) => (row.record ? <State tone="bad" icon={IconPlayerRecordFilled} label={t('extensions.recorded')} /> : ''),
      },
    ],
    [t, word, phones, talks, isLive],
  );

  return (
    <KindPage
      kind={extensionKind}
      title={t('nav.extensions')}
      icon={IconAddressBook}
      createLabel={t('extensions.create')}
      searchLabel={t('extensions.search')}
      emptyTitle={t('extensions.empty')}
      emptyText={t('extensions.emptyText')}
      columns={columns}
      searchText={useCallback((row: Extension) => `${row.number} ${row.name} ${row.pickupGroups.join(' ')}`, [])}
      initialSort={{ id: 'number' }}
    />
  );
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  return counts;
}
