import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { ApiKey, ApiKeyBody, ApiKeyMade } from '@/shared/api/types';

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => request<ApiKey[]>('GET', '/api-keys', { signal }),
  staleTime: 5_000,
});

export const makeKey = (body: ApiKeyBody) => request<ApiKeyMade>('POST', '/api-keys', { body });
export const revokeKey = (name: string) => request<void>('DELETE', `/api-keys/${encodeURIComponent(name)}`);

/** What a key may do, in few words; the server knows what each stands for. */
export const scopes = ['read', 'write', 'calls', 'live', 'records', 'audit'] as const;
