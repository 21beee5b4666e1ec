import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';

export interface PlanReason {
  rule: string;
  outcome: string;
}

export interface TrunkChoice {
  route: string;
  trunk: string;
  number: string;
  callerId: string;
}

/** What the dial plan would do with a call, and why. */
export interface Explanation {
  from: string;
  dialled: string;
  at: string;
  number: string;
  class: string;
  destination: {
    extension?: string;
    announcement?: string;
    trunks?: TrunkChoice[];
    busy?: boolean;
    hangup?: boolean;
    refusal?: { sipStatus: number; q850Cause: number; why: string };
  };
  tag?: string;
  callerShown?: string;
  reasons: PlanReason[];
}

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
