import { useNavigate, useParams } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session';
import { Failure, Loading } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import { type SiteKind, useOne } from './siteKind';

/** What an editor's form is given. */
export interface EditorFrame<View> {
  /** The record; undefined for a new one. */
  present: View | undefined;
  mayChange: boolean;
  close: () => void;
}

interface Props<View> {
  // biome-ignore lint/suspicious/noExplicitAny: the frame does not care what is sent.
  kind: SiteKind<View, any>;
  /** What is asked for as "….change"; the kind's path when left out. */
  permission?: string;
  title: (present: View | undefined) => ReactNode;
  Form: ComponentType<EditorFrame<View>>;
}

/** The panel beside a list, with the record that the address names, read anew when it opens; without a name, a new one. */
export function KindEditor<View>({ kind, permission = kind.path, title, Form }: Props<View>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { key } = useParams({ strict: false }) as { key?: string };
  const one = useOne(kind, key);
  const close = () => void navigate({ to: `/${kind.path}` as string, search: (all: object) => all } as never);
  const isReady = key === undefined || one.data !== undefined;
  return (
    <Panel title={isReady ? title(one.data) : t('state.loading')} onClose={close}>
      {isReady ? (
        <Form key={key} present={one.data} mayChange={may(`${permission}.change`)} close={close} />
      ) : one.isError ? (
        <Failure error={one.error} retry={() => void one.refetch()} />
      ) : (
        <Loading />
      )}
    </Panel>
  );
}
