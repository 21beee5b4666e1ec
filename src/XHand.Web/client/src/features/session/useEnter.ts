import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { takeLanguage } from '@/i18n';
import type { Session } from '@/shared/api/types';

/** Into the application after signing in: in the person's language, to where they wanted to go. */
export function useEnter(): (session: Session, next: string | undefined) => Promise<void> {
  const router = useRouter();
  return useCallback(
    async (session, next) => {
      await takeLanguage(session.user?.language);

      // Only a path of this site: a link to the sign-in page must not lead elsewhere.
      const isHere = next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in');
      router.history.replace(isHere ? next : '/');
    },
    [router],
  );
}
