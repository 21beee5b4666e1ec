import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { CallEvent, CallRecord } from '@/shared/api/types';

export interface RecordSearch {
  q?: string;
  since?: string;
  result?: string;
  direction?: string;
  trunk?: string;
}

const pageSize = 100;

export const recordsQuery = (search: RecordSearch) =>
  infiniteQueryOptions({
    queryKey: ['records', search],
    queryFn: ({ pageParam, signal }) =>
      request<CallRecord[]>('GET', '/call-records', { signal, query: { ...search, limit: pageSize, before: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.callId),
    staleTime: 2_000,
  });

export const recordQuery = (callId: string) =>
  queryOptions({
    queryKey: ['record', callId],
    queryFn: ({ signal }) => request<CallRecord>('GET', `/call-records/${callId}`, { signal }),
  });

export const eventsQuery = (callId: string) =>
  queryOptions({
    queryKey: ['record', callId, 'events'],
    queryFn: ({ signal }) => request<CallEvent[]>('GET', `/call-records/${callId}/events`, { signal }),
  });

export const results = [
  'answered',
  'busy',
  'noAnswer',
  'cancelled',
  'unknownNumber',
  'notRegistered',
  'refused',
  'failed',
  'crash',
] as const;
