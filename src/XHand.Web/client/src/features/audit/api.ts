import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';

/** One entry of the audit: who did what to which record, from where. */
export interface AuditEntry {
  number: number;
  at: string;
  actor: string;
  email?: string;
  address?: string;
  through?: string;
  kind: string;
  key: string;
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

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
