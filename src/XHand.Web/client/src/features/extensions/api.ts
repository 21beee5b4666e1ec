import type { SiteKind } from '@/shared/site/siteKind';

export type CallClass = 'local' | 'localMobile' | 'longDistanceMobile' | 'longDistance' | 'international';

export const callClasses: readonly CallClass[] = ['local', 'localMobile', 'longDistanceMobile', 'longDistance', 'international'];

/** An extension as the API shows it; never its password. */
export interface Extension {
  number: string;
  name: string;
  hasPassword: boolean;
  classOfService: CallClass[];
  pickupGroups: string[];
  canPickup: string[];
  record: boolean;
  digest: 'md5' | 'sha256';
  maxRegistrations: number;
  maxCalls: number;
  ringSeconds: number;
}

/** A field left out takes its default; a password left out stays. */
export type ExtensionBody = Partial<Omit<Extension, 'number' | 'hasPassword'>> & { password?: string };

export const extensionKind: SiteKind<Extension, ExtensionBody> = { path: 'extensions', keyOf: (extension) => extension.number };
