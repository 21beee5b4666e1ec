import { IconSpeakerphone } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcement } from '@/shared/api/types';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import type { Column } from '@/shared/ui/DataTable';
import { announcementKind } from './api';

export function AnnouncementsPage() {
  const { t } = useTranslation();
  const columns = useMemo<Column<Announcement>[]>(
    () => [
      {
        id: 'number',
        header: t('extensions.number'),
        width: '9rem',
        sortBy: (row) => row.number,
        cell: (row) => <KeyLink path="announcements" value={row.number} />,
      },
      {
        id: 'name',
        header: t('announcements.name'),
        sortBy: (row) => row.name.toLowerCase(),
        cell: (row) => row.name || <span className="x-muted">—</span>,
      },
      {
        id: 'prompt',
        header: t('announcements.prompt'),
        sortBy: (row) => row.prompt,
        cell: (row) => <span className="x-mono">{row.prompt}</span>,
      },
      { id: 'language', header: t('shell.language'), from: 900, width: '8rem', sortBy: (row) => row.language, cell: (row) => row.language },
    ],
    [t],
  );
  return (
    <KindPage
      kind={announcementKind}
      title={t('nav.announcements')}
      icon={IconSpeakerphone}
      createLabel={t('announcements.create')}
      searchLabel={t('announcements.search')}
      emptyTitle={t('announcements.empty')}
      emptyText={t('announcements.emptyText')}
      columns={columns}
      searchText={useCallback((row: Announcement) => `${row.number} ${row.name} ${row.prompt}`, [])}
      initialSort={{ id: 'number' }}
    />
  );
}
