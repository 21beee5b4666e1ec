import { Button } from '@mantine/core';
import { IconPlus, IconSearchOff, type TablerIcon } from '@tabler/icons-react';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session';
import { count } from '../text/format';
import { matches } from '../text/search';
import { type Column, DataTable } from '../ui/DataTable';
import { EmptyState, Failure, Loading } from '../ui/Notice';
import { Page } from '../ui/Page';
import { SearchBox } from '../ui/SearchBox';
import { type SiteKind, useList } from './siteKind';

interface Props<View> {
  // biome-ignore lint/suspicious/noExplicitAny: the list does not care what is sent.
  kind: SiteKind<View, any>;
  /** What is asked for as "….change"; the kind's path when left out. */
  permission?: string;
  title: string;
  icon: TablerIcon;
  /** Button: "Novo ramal". */
  createLabel: string;
  searchLabel: string;
  emptyTitle: string;
  emptyText: string;
  columns: Column<View>[];
  /** Everything a row is found by. */
  searchText: (view: View) => string;
  initialSort: { id: string; desc?: boolean };
  isQuiet?: (view: View) => boolean;
  tools?: ReactNode;
}

/** The list of one kind of record. The record that is open has its own address below the list's and is shown beside it. */
export function KindPage<View extends object>(props: Props<View>) {
  const { kind, title, icon, createLabel, searchLabel, emptyTitle, emptyText, columns, searchText, initialSort, isQuiet, tools } = props;
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const { key: selectedKey } = useParams({ strict: false }) as { key?: string };
  const list = useList(kind);
  const query = useDeferredValue(q);
  const found = useMemo(
    () => (query ? (list.data ?? []).filter((view) => matches(searchText(view), query)) : (list.data ?? [])),
    [list.data, query, searchText],
  );
  const create = may(`${props.permission ?? kind.path}.change`) ? (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => void navigate({ to: `/${kind.path}/new` as string, search: (all: object) => all } as never)}
    >
      {createLabel}
    </Button>
  ) : undefined;
  const setQuery = (text: string) =>
    void navigate({ to: '.', search: ((all: object) => ({ ...all, q: text || undefined })) as never, replace: true });

  return (
    <Page
      title={title}
      fills
      aside={list.data && <Count total={list.data.length} found={found.length} />}
      actions={list.data?.length ? create : undefined}
      tools={
        <>
          <SearchBox value={q} onChange={setQuery} label={searchLabel} />
          {tools}
        </>
      }
    >
      {list.isPending ? (
        <Loading />
      ) : list.isError ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.data.length === 0 ? (
        <EmptyState icon={icon} title={emptyTitle} text={emptyText} action={create} />
      ) : found.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('list.noneFound', { query })} text={t('list.noneFoundText')} />
      ) : (
        <DataTable
          label={title}
          columns={columns}
          rows={found}
          rowKey={kind.keyOf}
          selectedKey={selectedKey}
          initialSort={initialSort}
          rowTone={(view) => (isQuiet?.(view) ? 'quiet' : undefined)}
          onOpen={(view) =>
            void navigate({ to: `/${kind.path}/$key`, params: { key: kind.keyOf(view) }, search: (all: object) => all } as never)
          }
        />
      )}
      <Outlet />
    </Page>
  );
}

function Count({ total, found }: { total: number; found: number }) {
  const { t } = useTranslation();
  return <span role="status">{total === found ? count(total) : t('list.found', { found: count(found), total: count(total) })}</span>;
}
