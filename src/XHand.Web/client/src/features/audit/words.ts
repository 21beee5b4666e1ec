import { useMemo } from 'react';
import { useWord } from '@/shared/text/useWord';
import type { Tone } from '@/shared/ui/State';

const tones: Record<string, Tone> = { create: 'ok', delete: 'bad', change: 'info', signInFailed: 'warn', lockOut: 'bad' };

export const actionTone = (action: string): Tone => tones[action] ?? 'idle';

/** Kinds, actions and actors in the reader's words; what is not known stands as it is. */
export function useAuditWords() {
  const word = useWord();
  return useMemo(() => {
    return {
      kind: (name: string) => word('auditKind', name),
      action: (name: string) => word('auditAction', name),
      actor: (name: string) => {
        const [sort, rest] = name.split(/:(.*)/s);
        return rest === undefined ? word('auditActor', name) : `${word('auditActor', sort ?? '')} ${rest}`.trim();
      },
    };
  }, [word]);
}
