import { QueryClient } from '@tanstack/react-query';
import { whenSignedOut } from '@/shared/api/http';
import { ApiProblem } from '@/shared/api/problem';
import { sessionQuery } from '@/shared/api/session';
import type { Session } from '@/shared/api/types';

/** What the screens know from the server. Refusals are not asked again; a server that did not answer is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (attempt, error) => attempt < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});

// The session ended on the server: what was read under it is forgotten at once, and the shell leads to the sign-in.
whenSignedOut(() => {
  const known = queryClient.getQueryData<Session>(sessionQuery.queryKey);
  if (known?.state === 'signedIn') {
    queryClient.setQueryData<Session>(sessionQuery.queryKey, { state: 'signedOut' });
  }
});
