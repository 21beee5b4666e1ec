import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { Language } from '@/shared/api/session';
import type { SiteKind } from '@/shared/site/siteKind';

/** A person who may sign in, as an administrator sees them. */
export interface User {
  login: string;
  name: string;
  email: string;
  language: Language;
  roles: string[];
  enabled: boolean;
  hasPassword: boolean;
  createdAt?: string;
  signedInAt?: string | null;
}

export type UserBody = Pick<User, 'name' | 'email' | 'language' | 'roles' | 'enabled'>;

export const userKind: SiteKind<User, UserBody> = { path: 'users', keyOf: (user) => user.login };

/** A named set of permissions. */
export interface Role {
  name: string;
  permissions: string[];
  builtIn?: boolean;
}

export const roleKind: SiteKind<Role, { permissions: string[] }> = { path: 'roles', keyOf: (role) => role.name };

export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: async ({ signal }) => {
    const list = await request<(string | { name: string })[]>('GET', '/permissions', { signal });
    return list.map((each) => (typeof each === 'string' ? each : each.name));
  },
  staleTime: 600_000,
});

/** A link that works once, to hand to the person. */
export interface UserLink {
  link: string;
  expiresAt: string;
}

export const makeLink = (login: string) => request<UserLink>('POST', `/users/${encodeURIComponent(login)}/link`);
