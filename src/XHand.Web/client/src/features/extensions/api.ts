import type { Extension, ExtensionBody } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export type CallClass = 'local' | 'localMobile' | 'longDistanceMobile' | 'longDistance' | 'international';

export const callClasses: readonly CallClass[] = ['local', 'localMobile', 'longDistanceMobile', 'longDistance', 'international'];

export const extensionKind: SiteKind<Extension, ExtensionBody> = { path: 'extensions', keyOf: (extension) => extension.number };
