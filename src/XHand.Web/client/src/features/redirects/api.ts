import type { Destination, Redirect, RedirectBody } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export const redirectKind: SiteKind<Redirect, RedirectBody> = { path: 'redirects', keyOf: (redirect) => redirect.did };

/** Kinds of destinations that can be chosen; those of `needsNumber` lead to a number. */
export const destinationKinds = ['extension', 'announcement', 'busy', 'hangup'] as const;

export type DestinationKind = (typeof destinationKinds)[number];

export const needsNumber = (kind: string): boolean => kind === 'extension' || kind === 'announcement';

/** The one key and its value. */
export function destinationOf(destination: Destination): { kind: string; target: string } {
  const [kind = '', target = ''] = Object.entries(destination).find(([, value]) => value !== undefined && value !== null) ?? [];
  return { kind, target: typeof target === 'string' ? target : '' };
}
