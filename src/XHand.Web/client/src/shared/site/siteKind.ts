import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/http';

/**
 * One kind of the configuration (extensions, trunks...) as the API offers it: a list, and one record by its key to read, put and delete.
 * Every query's key begins with "site", so that a change by anybody renews it.
 */
export interface SiteKind<View, Body> {
  /** Path below /api/v1 and name in permissions: "extensions". */
  path: string;
  keyOf: (view: View) => string;
  /** Only there to carry the type of what is sent. */
  body?: Body;
}

export const listQuery = <View, Body>(kind: SiteKind<View, Body>) =>
  queryOptions({
    queryKey: ['site', kind.path],
    queryFn: ({ signal }) => request<View[]>('GET', `/${kind.path}`, { signal }),
  });

const oneQuery = <View, Body>(kind: SiteKind<View, Body>, key: string) =>
  queryOptions({
    queryKey: ['site', kind.path, key],
    queryFn: ({ signal }) => request<View>('GET', `/${kind.path}/${encodeURIComponent(key)}`, { signal }),
    // A form must not be renewed under the hands of who fills it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const useList = <View, Body>(kind: SiteKind<View, Body>) => useQuery(listQuery(kind));

export const useOne = <View, Body>(kind: SiteKind<View, Body>, key: string | undefined) =>
  useQuery({ ...oneQuery(kind, key ?? ''), enabled: key !== undefined });

export function usePut<View, Body>(kind: SiteKind<View, Body>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, body }: { key: string; body: Body }) => request<View>('PUT', `/${kind.path}/${encodeURIComponent(key)}`, { body }),
    onSuccess: (saved, { key }) => {
      client.setQueryData(['site', kind.path, key], saved);
      return client.invalidateQueries({ queryKey: ['site', kind.path], exact: true });
    },
  });
}

export function useDelete<View, Body>(kind: SiteKind<View, Body>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => request<void>('DELETE', `/${kind.path}/${encodeURIComponent(key)}`),
    onSuccess: (_, key) => {
      client.removeQueries({ queryKey: ['site', kind.path, key] });
      return client.invalidateQueries({ queryKey: ['site', kind.path], exact: true });
    },
  });
}
