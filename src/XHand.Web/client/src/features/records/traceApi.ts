import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';

/** A call's story while it lives and for some minutes after. */
export interface CallTrace {
  callId: string;
  from: string;
  to: string;
  isLive: boolean;
  isComplete: boolean;
  parties: TraceParty[];
  decisions: string[];
  messages: TraceMessage[];
}

export interface TraceParty {
  legId: string;
  side: string;
  number: string;
  address: string;
  userAgent: string;
  sipCallId: string;
}

export interface TraceMessage {
  at: string;
  legId: string;
  isReceived: boolean;
  transport: string;
  peer: string;
  summary: string;
  cSeq: string;
  hasSdp: boolean;
  isRepeated: boolean;
  text: string;
}

export const traceQuery = (callId: string) =>
  queryOptions({
    queryKey: ['trace', callId],
    queryFn: ({ signal }) => request<CallTrace>('GET', `/calls/${callId}/trace`, { signal }),
    retry: false,
  });
