import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { changeLanguage, hasChosenLanguage } from '@/i18n';
import type { Language } from '@/shared/api/session';
import type { Session } from '@/shared/api/types';

/** Into the application after signing in: in the person's language, to where they wanted to go. */
export function useEnter(): (session: Session, next: string | undefined) => Promise<void> {
  const router = useRouter();
  return useCallback(
    async (session, next) => {
      if (session.user && !hasChosenLanguage()) {
        await changeLanguage(session.user.language as Language, false);
      }

      // Only a path of this site: a link to the sign-in page must not lead elsewhere.
      const isHere = next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in');
      router.history.replace(isHere ? next : '/');
    },
    [router],
  );
}
