import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { Role, RoleBody, User, UserBody, UserLink } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export const userKind: SiteKind<User, UserBody> = { path: 'users', keyOf: (user) => user.login };

export const roleKind: SiteKind<Role, RoleBody> = { path: 'roles', keyOf: (role) => role.name };

export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: ({ signal }) => request<string[]>('GET', '/permissions', { signal }),
  staleTime: 600_000,
});

export const makeLink = (login: string) => request<UserLink>('POST', `/users/${encodeURIComponent(login)}/link`);
