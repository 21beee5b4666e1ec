import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { extensionKind } from '@/features/extensions/api';
import type { Extension } from '@/shared/api/types';
import { useMay } from '../api/session';
import { listQuery } from './siteKind';

/** Names of extensions by number, for screens that show numbers. Empty for who may not see extensions. */
export function useNames(): ReadonlyMap<string, string> {
  const may = useMay();
  const { data } = useQuery({ ...listQuery(extensionKind), enabled: may('extensions.view'), staleTime: 60_000 });
  return useMemo(() => new Map((data ?? []).map((each: Extension) => [each.number, each.name])), [data]);
}
