import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { OwnProfileBody, OwnSession, SessionUser } from '@/shared/api/types';

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => request<OwnSession[]>('GET', '/sessions', { signal }),
  staleTime: 5_000,
});

export const endSession = (id: string) => request<void>('DELETE', `/sessions/${id}`);
export const endOtherSessions = () => request<void>('DELETE', '/sessions');
export const changePassword = (current: string, password: string) =>
  request<void>('PUT', '/session/password', { body: { current, password } });
export const changeProfile = (body: OwnProfileBody) => request<SessionUser>('PUT', '/session/profile', { body });
