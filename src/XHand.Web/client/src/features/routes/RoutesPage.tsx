import { IconArrowDownLeft, IconArrowUpRight, IconRouteSquare } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Route } from '@/shared/api/types';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import type { Column } from '@/shared/ui/DataTable';
import { State } from '@/shared/ui/State';
import { routeKind } from './api';

export function RoutesPage() {
  const { t } = useTranslation();
  const columns = useMemo<Column<Route>[]>(
    () => [
      { id: 'order', header: t('routes.order'), width: '6rem', align: 'end', sortBy: (row) => row.order, cell: (row) => row.order },
      { id: 'name', header: t('routes.name'), sortBy: (row) => row.name, cell: (row) => <KeyLink path="routes" value={row.name} /> },
      {
        id: 'direction',
        header: t('routes.direction'),
        width: '9rem',
        sortBy: (row) => row.direction,
        cell: (row) =>
          row.direction === 'inbound' ? (
            <State tone="info" icon={IconArrowDownLeft} label={t('routes.inbound')} />
          ) : (
            <State tone="ok" icon={IconArrowUpRight} label={t('routes.outbound')} />
          ),
      },
      {
        id: 'pattern',
        header: t('routes.pattern'),
        sortBy: (row) => row.pattern,
        cell: (row) => <span className="x-mono">{row.pattern}</span>,
      },
      {
        id: 'trunks',
        header: t('routes.trunks'),
        cell: (row) => (row.trunks.length === 0 ? <span className="x-muted">{t('routes.anyTrunk')}</span> : row.trunks.join(' → ')),
      },
      {
        id: 'rewrite',
        header: t('routes.rewrite'),
        from: 1200,
        cell: (row) => {
          const steps = [
            row.strip > 0 ? t('routes.stripShort', { count: row.strip }) : '',
            row.prefix ? t('routes.prefixShort', { digits: row.prefix }) : '',
            row.suffix ? t('routes.suffixShort', { digits: row.suffix }) : '',
          ].filter((step) => step !== '');
          return steps.length === 0 ? <span className="x-muted">{t('routes.asDialled')}</span> : steps.join(', ');
        },
      },
      {
        id: 'class',
        header: t('routes.checkClassShort'),
        from: 1200,
        width: '9.5rem',
        sortBy: (row) => (row.direction === 'inbound' ? 2 : row.checkClass ? 0 : 1),
        cell: (row) =>
          row.direction === 'inbound' ? <span className="x-muted">—</span> : row.checkClass ? t('routes.yes') : t('routes.no'),
      },
      {
        id: 'record',
        header: t('routes.recordShort'),
        from: 1500,
        width: '8rem',
        sortBy: (row) => (row.record ? 0 : 1),
        cell: (row) => (row.record ? t('routes.yes') : t('routes.no')),
      },
      {
        id: 'active',
        header: t('routes.state'),
        from: 900,
        width: '8rem',
        sortBy: (row) => (row.active ? 0 : 1),
        cell: (row) =>
          row.active ? <State tone="ok" label={t('routes.isActive')} /> : <State tone="idle" label={t('routes.isInactive')} />,
      },
    ],
    [t],
  );
  return (
    <KindPage
      kind={routeKind}
      title={t('nav.routes')}
      icon={IconRouteSquare}
      createLabel={t('routes.create')}
      searchLabel={t('routes.search')}
      emptyTitle={t('routes.empty')}
      emptyText={t('routes.emptyText')}
      columns={columns}
      searchText={useCallback((row: Route) => `${row.name} ${row.pattern} ${row.trunks.join(' ')} ${row.prefix}`, [])}
      initialSort={{ id: 'order' }}
      isQuiet={useCallback((row: Route) => !row.active, [])}
    />
  );
}
