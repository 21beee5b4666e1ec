import { IconServer2 } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trunk, TrunkStatus } from '@/shared/api/types';
import { useTopic } from '@/shared/live/useLive';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import type { Column } from '@/shared/ui/DataTable';
import { trunkKind } from './api';
import { TrunkState } from './TrunkState';

export function TrunksPage() {
  const { t } = useTranslation();
  const statuses = useTopic<TrunkStatus>('trunks')?.items;
  const byName = useMemo(() => new Map((statuses ?? []).map((status) => [status.name, status])), [statuses]);
  const columns = useMemo<Column<Trunk>[]>(
    () => [
      { id: 'name', header: t('trunks.name'), sortBy: (row) => row.name, cell: (row) => <KeyLink path="trunks" value={row.name} /> },
      {
        id: 'state',
        header: t('trunks.state'),
        width: '13rem',
        sortBy: (row) => byName.get(row.name)?.state ?? '',
        cell: (row) => <TrunkState status={row.enabled ? byName.get(row.name) : (byName.get(row.name) ?? off(row))} />,
      },
      {
        id: 'calls',
        header: t('trunks.calls'),
        width: '8rem',
        align: 'end',
        sortBy: (row) => byName.get(row.name)?.calls ?? 0,
        cell: (row) => {
          const calls = byName.get(row.name)?.calls ?? 0;
          return row.maxCalls > 0 ? t('trunks.callsOf', { calls, max: row.maxCalls }) : calls;
        },
      },
      {
        id: 'host',
        header: t('trunks.host'),
        sortBy: (row) => row.host,
        cell: (row) => (
          <span className="x-mono">
            {row.host}:{row.port} {row.transport}
          </span>
        ),
      },
      { id: 'login', header: t('trunks.login'), from: 1200, cell: (row) => row.login || <span className="x-muted">—</span> },
      { id: 'codecs', header: t('trunks.codecs'), from: 1500, cell: (row) => row.codecs.join(', ') },
    ],
    [t, byName],
  );
  return (
    <KindPage
      kind={trunkKind}
      title={t('nav.trunks')}
      icon={IconServer2}
      createLabel={t('trunks.create')}
      searchLabel={t('trunks.search')}
      emptyTitle={t('trunks.empty')}
      emptyText={t('trunks.emptyText')}
      columns={columns}
      searchText={useCallback((row: Trunk) => `${row.name} ${row.host} ${row.login} ${row.addresses.join(' ')}`, [])}
      initialSort={{ id: 'name' }}
      isQuiet={useCallback((row: Trunk) => !row.enabled, [])}
    />
  );
}

const off = ({ name, maxCalls }: Trunk): TrunkStatus => ({
  name,
  state: 'disabled',
  detail: '',
  remote: '',
  calls: 0,
  maxCalls,
  since: '',
});
