import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';

/** A finished call (bilhete). */
export interface CallRecord {
  callId: string;
  segment?: number;
  from: string;
  fromName?: string;
  dialled: string;
  to: string;
  toName?: string;
  class: string;
  startedAt: string;
  ringingAt?: string | null;
  answeredAt?: string | null;
  endedAt: string;
  talkMs: number;
  totalMs: number;
  result: string;
  endedBy: string;
  sipStatus: number;
  q850Cause: number;
  reason?: string | null;
  direction?: string;
  trunk?: string;
  route?: string;
  tag?: string;
  planReasons?: string[];
  legs?: RecordLeg[];
}

export interface RecordLeg {
  legId: string;
  side: string;
  number: string;
  sipCallId: string;
  remoteAddress?: string;
  userAgent?: string;
  codec?: string;
  startedAt: string;
  ringingAt?: string | null;
  answeredAt?: string | null;
  endedAt: string;
  sipStatus: number;
  packetsReceived: number;
  packetsSent: number;
  packetsLost: number;
  jitterMs: number;
}

export interface CallEvent {
  sequence: number;
  at: string;
  type: string;
  payload?: Record<string, unknown>;
  fields?: Record<string, unknown>;
}

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
