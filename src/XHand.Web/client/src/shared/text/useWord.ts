import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A word of the server in the reader's language: `word('callClass', 'local')` is the text `callClass.local`. A word that this client does not know,
 * because the server is newer, stands as it is.
 */
export function useWord(): (group: string, name: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (group: string, name: string) => {
      const key = `${group}.${name}`;
      return i18n.exists(key) ? String(t(key as 'callClass.local')) : name;
    },
    [t, i18n.exists],
  );
}
