import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../sentences/useSentence';
import { type Reason, sayReason } from './reason';

/** A reason of the server in the reader's language, by its code. A code that this client does not know, the server being newer, leaves its English. */
export function useReason(): (reason: Reason) => string {
  const { t, i18n } = useTranslation();
  const sentence = useSentence();
  return useCallback(
    (reason: Reason) =>
      sayReason(reason, {
        fill: (code, places) => (i18n.exists(`reason.${code}`) ? String(t(`reason.${code}` as 'reason.free', places as never)) : undefined),
        text: (text) => sentence(text).text,
      }),
    [t, i18n.exists, sentence],
  );
}
