import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { Trunk, TrunkBody, TrunkStatus } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export const trunkKind: SiteKind<Trunk, TrunkBody> = { path: 'trunks', keyOf: (trunk) => trunk.name };

export const trunkStatusQuery = queryOptions({
  queryKey: ['trunk-status'],
  queryFn: ({ signal }) => request<TrunkStatus[]>('GET', '/trunk-status', { signal }),
});
