import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { CallTrace } from '@/shared/api/types';

export const traceQuery = (callId: string) =>
  queryOptions({
    queryKey: ['trace', callId],
    queryFn: ({ signal }) => request<CallTrace>('GET', `/calls/${callId}/trace`, { signal }),
    retry: false,
  });
