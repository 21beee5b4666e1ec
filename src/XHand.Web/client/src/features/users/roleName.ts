import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const builtIn = ['administrator', 'supervisor', 'viewer'] as const;

/** A role's name as people read it: the built-in ones are translated, a company's own are what it called them. */
export function useRoleName(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (name: string) => {
      const known = builtIn.find((each) => each === name);
      return known ? t(`role.${known}`) : name;
    },
    [t],
  );
}
