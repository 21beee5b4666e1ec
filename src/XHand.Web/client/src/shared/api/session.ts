import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Session, SessionUser } from '@/shared/api/types';
import { request } from './http';

export type Language = 'pt-BR' | 'en' | 'es';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request<Session>('GET', '/session', { signal }),
  staleTime: 60_000,
});

export const signIn = (body: { login: string; password: string; company?: string }) => request<Session>('POST', '/session', { body });
export const signOut = () => request<void>('DELETE', '/session');
export const setUp = (body: { token: string; login: string; name: string; password: string; language: Language }) =>
  request<Session>('POST', '/set-up', { body });
export const setPassword = (body: { token: string; password: string }) => request<Session | undefined>('POST', '/password', { body });

/** Whether the person signed in may do something: "extensions.change". The server checks again. */
export function useMay(): (permission: string) => boolean {
  const { data } = useQuery(sessionQuery);
  const permissions = data?.user?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
}

export function useSessionUser(): SessionUser | undefined {
  return useQuery(sessionQuery).data?.user;
}
