import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { AuditEntry } from '@/shared/api/types';

export interface AuditSearch {
  since?: string;
  kind?: string;
  key?: string;
  actor?: string;
}

const pageSize = 100;

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      request<AuditEntry[]>('GET', '/audit', { signal, query: { ...search, limit: pageSize, before: pageParam } }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.number),
    staleTime: 2_000,
  });
