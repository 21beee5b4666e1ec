import type { Announcement, AnnouncementBody } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export const announcementKind: SiteKind<Announcement, AnnouncementBody> = { path: 'announcements', keyOf: (each) => each.number };

/** The prompts that come with the system, in each of its languages. */
export const ownPrompts: readonly string[] = [
  'welcome',
  'busy',
  'no-answer',
  'unavailable',
  'congestion',
  'not-permitted',
  'number-not-found',
];
