import { useTranslation } from 'react-i18next';
import type { EditorFrame } from './KindEditor';
import { type SiteKind, useDelete, useList, usePut } from './siteKind';

/** What the form of every kind of record does alike: saves under its key, deletes, closes, and says whether a new one's key will do. */
export function useRecord<View, Body>(kind: SiteKind<View, Body>, { present, mayChange, close }: EditorFrame<View>) {
  const { t } = useTranslation();
  const { data: all } = useList(kind);
  const put = usePut(kind);
  const remove = useDelete(kind);
  return {
    put: async (key: string, body: Body): Promise<void> => {
      await put.mutateAsync({ key, body });
    },
    /** Why a new record may not have this key, or null; `rule` says what a key must be. */
    keyDefect: (key: string, isGood: (key: string) => boolean, rule: string): string | null =>
      present !== undefined
        ? null
        : !isGood(key.trim())
          ? rule
          : all?.some((each) => kind.keyOf(each) === key.trim())
            ? t('rule.taken')
            : null,
    /** For RecordForm. */
    frame: {
      mayChange,
      done: close,
      cancel: close,
      remove: present === undefined ? undefined : () => remove.mutateAsync(kind.keyOf(present)),
    },
  };
}
