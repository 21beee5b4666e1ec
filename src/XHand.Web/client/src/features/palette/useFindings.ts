import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { navigation } from '@/app/navigation';
import { announcementKind } from '@/features/announcements/api';
import { extensionKind } from '@/features/extensions/api';
import { redirectKind } from '@/features/redirects/api';
import { routeKind } from '@/features/routes/api';
import { trunkKind } from '@/features/trunks/api';
import { useMay } from '@/shared/api/session';
import { listQuery } from '@/shared/site/siteKind';
import { matches } from '@/shared/text/search';
import { synonyms } from './synonyms';

/** Somewhere to go: a page, or one record. */
export interface Finding {
  to: string;
  /** What it is: "Ramal". */
  what: string;
  text: string;
  /** Everything it is found by. */
  words: string;
}

const most = 12;

/** Where one can go for a few words: pages first, then records whose number or name fits. Only what the person may see. */
export function useFindings(query: string): Finding[] {
  const { t } = useTranslation();
  const may = useMay();
  const extensions = useQuery({ ...listQuery(extensionKind), enabled: may('extensions.view') }).data;
  const trunks = useQuery({ ...listQuery(trunkKind), enabled: may('trunks.view') }).data;
  const routes = useQuery({ ...listQuery(routeKind), enabled: may('routes.view') }).data;
  const redirects = useQuery({ ...listQuery(redirectKind), enabled: may('redirects.view') }).data;
  const announcements = useQuery({ ...listQuery(announcementKind), enabled: may('announcements.view') }).data;
  const pages = useMemo<Finding[]>(
    () => [
      ...navigation.flatMap((group) =>
        group.items.map((item) => ({
          to: item.to,
          what: t(`nav.${group.text}`),
          text: t(`nav.${item.text}`),
          words: synonyms[item.text] ?? '',
          permission: item.permission,
        })),
      ),
      {
        to: '/account',
        what: t('nav.administration'),
        text: t('account.title'),
        words: 'senha sessões idioma password sessions contraseña',
      },
    ],
    [t],
  );
  const records = useMemo<Finding[]>(
    () => [
      ...(extensions ?? []).map((each) => record('/extensions', t('extensions.one'), each.number, each.name)),
      ...(trunks ?? []).map((each) => record('/trunks', t('trunks.one'), each.name, each.host)),
      ...(routes ?? []).map((each) => record('/routes', t('routes.one'), each.name, each.pattern)),
      ...(redirects ?? []).map((each) => record('/redirects', t('redirects.one'), each.did, each.name)),
      ...(announcements ?? []).map((each) => record('/announcements', t('announcements.one'), each.number, each.name)),
    ],
    [t, extensions, trunks, routes, redirects, announcements],
  );
  return useMemo(() => {
    const seen = pages.filter((page) => !('permission' in page) || page.permission === undefined || may(String(page.permission)));
    const fits = (finding: Finding) => matches(`${finding.what} ${finding.text} ${finding.words}`, query);
    return query.trim() === '' ? seen.slice(0, most) : [...seen.filter(fits), ...records.filter(fits)].slice(0, most);
  }, [pages, records, query, may]);
}

const record = (path: string, what: string, key: string, more: string): Finding => ({
  to: `${path}/${encodeURIComponent(key)}`,
  what,
  text: `${key} ${more}`.trim(),
  words: '',
});
