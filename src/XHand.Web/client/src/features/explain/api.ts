import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { Explanation } from '@/shared/api/types';

/** An extension that dials, or a call that a trunk brings. */
export interface ExplainSearch {
  from?: string;
  dial?: string;
  trunk?: string;
  did?: string;
  at?: string;
}

export const isComplete = (search: ExplainSearch): boolean => Boolean((search.from && search.dial) || (search.trunk && search.did));

export const explainQuery = (search: ExplainSearch) =>
  queryOptions({
    queryKey: ['explain', search],
    queryFn: ({ signal }) => request<Explanation>('GET', '/explain', { signal, query: { ...search } }),
    enabled: isComplete(search),
    staleTime: 0,
    retry: false,
  });
