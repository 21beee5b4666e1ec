import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { SiteKind } from '@/shared/site/siteKind';

/** A SIP trunk as the API shows it; never its password. */
export interface Trunk {
  name: string;
  enabled: boolean;
  host: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
  register: boolean;
  registerSeconds: number;
  login: string;
  hasPassword: boolean;
  fromDomain: string;
  identifyBy: 'address' | 'credentials';
  addresses: string[];
  maxCalls: number;
  callerId: string;
  nat: boolean;
  codecs: string[];
  timeoutSeconds: number;
  checkSeconds: number;
}

export type TrunkBody = Partial<Omit<Trunk, 'name' | 'hasPassword'>> & { password?: string };

export const trunkKind: SiteKind<Trunk, TrunkBody> = { path: 'trunks', keyOf: (trunk) => trunk.name };

/** How a trunk is, as the topic "trunks" and GET /trunk-status show it. */
export interface TrunkStatus {
  name: string;
  /** registered, unregistered, registering, refused, reachable, unreachable, disabled. */
  state: string;
  detail?: string;
  calls: number;
  maxCalls: number;
  since?: string | null;
}

export const trunkStatusQuery = queryOptions({
  queryKey: ['trunk-status'],
  queryFn: ({ signal }) => request<TrunkStatus[]>('GET', '/trunk-status', { signal }),
});
