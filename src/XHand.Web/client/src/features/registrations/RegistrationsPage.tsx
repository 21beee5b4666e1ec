import { IconDeviceLandlinePhone, IconSearchOff } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/shared/api/session';
import type { Registration } from '@/shared/api/types';
import { useTopic } from '@/shared/live/useLive';
import { useNames } from '@/shared/site/useNames';
import { dateTime } from '@/shared/text/format';
import { matches } from '@/shared/text/search';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { EmptyState, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { Party } from '@/shared/ui/Party';
import { SearchBox } from '@/shared/ui/SearchBox';
import { ExpiresIn } from './ExpiresIn';

/** The phones that are registered now. */
export function RegistrationsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const names = useNames();
  const may = useMay();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const phones = useTopic<Registration>('registrations')?.items;
  const mayOpen = may('extensions.view');
  const found = useMemo(
    () =>
      (phones ?? []).filter(
        (phone) =>
          !q || matches(`${phone.number} ${names.get(phone.number) ?? ''} ${phone.source} ${phone.userAgent} ${phone.protocol}`, q),
      ),
    [phones, q, names],
  );
  const columns = useMemo<Column<Registration>[]>(
    () => [
      {
        id: 'number',
        header: t('registrations.number'),
        sortBy: (phone) => phone.number,
        cell: (phone) =>
          mayOpen ? (
            <Link to={'/extensions/$key' as never} params={{ key: phone.number } as never} style={{ color: 'inherit' }}>
              <Party number={phone.number} name={names.get(phone.number)} />
            </Link>
          ) : (
            <Party number={phone.number} name={names.get(phone.number)} />
          ),
      },
      {
        id: 'agent',
        header: t('registrations.device'),
        sortBy: (phone) => phone.userAgent,
        cell: (phone) => phone.userAgent || <span className="x-muted">—</span>,
      },
      {
        id: 'source',
        header: t('registrations.address'),
        sortBy: (phone) => phone.source,
        cell: (phone) => (
          <span className="x-mono">
            {phone.source} {phone.protocol}
          </span>
        ),
      },
      {
        id: 'since',
        header: t('registrations.since'),
        from: 1200,
        width: '12rem',
        sortBy: (phone) => phone.registeredAt,
        cell: (phone) => dateTime(phone.registeredAt),
      },
      {
        id: 'expires',
        header: t('registrations.expires'),
        width: '9rem',
        align: 'end',
        sortBy: (phone) => phone.expiresAt,
        cell: (phone) => <ExpiresIn at={phone.expiresAt} />,
      },
    ],
    [t, names, mayOpen],
  );
  return (
    <Page
      title={t('nav.registrations')}
      fills
      aside={phones && <span role="status">{t('registrations.count', { count: phones.length })}</span>}
      tools={
        <SearchBox
          value={q}
          onChange={(text) => void navigate({ to: '.', search: { q: text || undefined } as never, replace: true })}
          label={t('registrations.search')}
        />
      }
    >
      {!phones ? (
        <Loading rows={5} />
      ) : phones.length === 0 ? (
        <EmptyState icon={IconDeviceLandlinePhone} title={t('registrations.none')} text={t('registrations.noneText')} />
      ) : found.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('list.noneFound', { query: q })} text={t('list.noneFoundText')} />
      ) : (
        <DataTable
          label={t('nav.registrations')}
          columns={columns}
          rows={found}
          rowKey={(phone) => `${phone.number} ${phone.contact}`}
          initialSort={{ id: 'number' }}
        />
      )}
    </Page>
  );
}
