import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataTable.module.css';

/** One column: what a cell shows, and what it is sorted by (no `sortBy`: not sortable). */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortBy?: (row: Row) => string | number;
  width?: string;
  align?: 'start' | 'end';
  /** Hidden below this window width, px. */
  from?: 900 | 1200 | 1500;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selectedKey?: string;
  /** A row is opened by a click anywhere in it; for the keyboard its first cell holds a link. */
  onOpen?: (row: Row) => void;
  initialSort?: { id: string; desc?: boolean };
  /** Called near the end of the rows, to load the next page. */
  onEnd?: () => void;
  rowTone?: (row: Row) => 'quiet' | undefined;
}

const rowHeight = 40;
const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

/** A table of any length: only the rows in sight are in the page, the rest is space above and below them. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, columns, rows, rowKey, selectedKey, onOpen, initialSort, onEnd, rowTone } = props;
  const { t } = useTranslation();
  const [sorting, setSorting] = useState<SortingState>(initialSort ? [{ id: initialSort.id, desc: initialSort.desc ?? false }] : []);
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: object) => column.sortBy?.(row as Row) ?? '',
        enableSorting: column.sortBy !== undefined,
        sortFn: 'alphanumeric' as const,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows as readonly object[] as object[],
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
    getRowId: (row: object) => rowKey(row as Row),
  });
  const sorted = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1);
      if (last && last.index >= sorted.length - 20) {
        onEnd?.();
      }
    },
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0));

  const sortButton = (column: Column<Row>) => {
    const state = sorting.find((each) => each.id === column.id);
    const Icon = state ? (state.desc ? IconArrowDown : IconArrowUp) : IconArrowsSort;
    return (
      <button type="button" className={classes.sort} onClick={() => setSorting([{ id: column.id, desc: state ? !state.desc : false }])}>
        {column.header}
        <Icon size={13} aria-hidden className={state ? classes.sortOn : classes.sortOff} />
      </button>
    );
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className={classes.scroller} ref={scroller} tabIndex={0} aria-label={label}>
      <table className={classes.table} aria-rowcount={sorted.length + 1}>
        <caption className="x-sr-only">{t('table.caption', { label, count: sorted.length })}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const state = sorting.find((each) => each.id === column.id);
              return (
                <th
                  key={column.id}
                  scope="col"
                  style={{ width: column.width }}
                  data-align={column.align}
                  data-from={column.from}
                  aria-sort={state ? (state.desc ? 'descending' : 'ascending') : undefined}
                >
                  {column.sortBy ? sortButton(column) : column.header}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden className={classes.space} style={{ height: before }} />}
          {items.map((item) => {
            const row = sorted[item.index];
            const record = row?.original as Row | undefined;
            return row && record ? (
              <tr
                key={row.id}
                aria-rowindex={item.index + 2}
                data-selected={row.id === selectedKey || undefined}
                data-opens={onOpen ? true : undefined}
                data-tone={rowTone?.(record)}
                onClick={(event) => {
                  if (onOpen && !(event.target as HTMLElement).closest('a,button,input') && !window.getSelection()?.toString()) {
                    onOpen(record);
                  }
                }}
              >
                {columns.map((column) => (
                  <td key={column.id} data-align={column.align} data-from={column.from}>
                    {column.cell(record)}
                  </td>
                ))}
              </tr>
            ) : null;
          })}
          {after > 0 && <tr aria-hidden className={classes.space} style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}
