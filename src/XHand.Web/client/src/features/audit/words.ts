import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tone } from '@/shared/ui/State';

const tones: Record<string, Tone> = { create: 'ok', delete: 'bad', change: 'info', signInFailed: 'warn', lockOut: 'bad' };

export const actionTone = (action: string): Tone => tones[action] ?? 'idle';

/** Kinds, actions and actors in the reader's words; what is not known stands as it is. */
export function useAuditWords() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const word = (group: string, name: string) =>
      i18n.exists(`${group}.${name}`) ? t(`${group}.${name}` as 'auditKind.extensions') : name;
    return {
      kind: (name: string) => word('auditKind', name),
      action: (name: string) => word('auditAction', name),
      actor: (name: string) => {
        const [sort, rest] = name.split(/:(.*)/s);
        return rest === undefined ? word('auditActor', name) : `${word('auditActor', sort ?? '')} ${rest}`.trim();
      },
    };
  }, [t, i18n]);
}
