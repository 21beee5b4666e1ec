import { IconArrowRampRight } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { extensionKind } from '@/features/extensions/api';
import type { Redirect } from '@/shared/api/types';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import { useList } from '@/shared/site/siteKind';
import type { Column } from '@/shared/ui/DataTable';
import { destinationOf, redirectKind } from './api';
import { DestinationText } from './DestinationText';

export function RedirectsPage() {
  const { t } = useTranslation();
  const { data: extensions } = useList(extensionKind);
  const names = useMemo(() => new Map((extensions ?? []).map((each) => [each.number, each.name])), [extensions]);
  const columns = useMemo<Column<Redirect>[]>(
    () => [
      {
        id: 'did',
        header: t('redirects.did'),
        width: '12rem',
        sortBy: (row) => row.did,
        cell: (row) => <KeyLink path="redirects" value={row.did} />,
      },
      {
        id: 'name',
        header: t('redirects.name'),
        sortBy: (row) => row.name.toLowerCase(),
        cell: (row) => row.name || <span className="x-muted">—</span>,
      },
      {
        id: 'destination',
        header: t('redirects.destination'),
        sortBy: (row) => Object.entries(destinationOf(row.destination)).flat().join(' '),
        cell: (row) => <DestinationText destination={row.destination} name={names.get(destinationOf(row.destination).target)} />,
      },
      {
        id: 'tag',
        header: t('redirects.tag'),
        from: 900,
        sortBy: (row) => row.tag.toLowerCase(),
        cell: (row) => row.tag || <span className="x-muted">—</span>,
      },
    ],
    [t, names],
  );
  return (
    <KindPage
      kind={redirectKind}
      title={t('nav.redirects')}
      icon={IconArrowRampRight}
      createLabel={t('redirects.create')}
      searchLabel={t('redirects.search')}
      emptyTitle={t('redirects.empty')}
      emptyText={t('redirects.emptyText')}
      columns={columns}
      searchText={useCallback(
        (row: Redirect) =>
          `${row.did} ${row.name} ${row.tag} ${destinationOf(row.destination).target} ${names.get(destinationOf(row.destination).target) ?? ''}`,
        [names],
      )}
      initialSort={{ id: 'did' }}
    />
  );
}
