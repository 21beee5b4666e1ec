import {
  IconAddressBook,
  IconArrowRampRight,
  IconArrowsSplit2,
  IconBuilding,
  IconClipboardList,
  IconDeviceLandlinePhone,
  IconGauge,
  IconHistory,
  IconKey,
  IconPhoneCall,
  IconRouteSquare,
  IconServer2,
  IconShieldLock,
  IconSpeakerphone,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';

/** One entry of the navigation, seen by who has its permission. `text` is the key below "nav" in the texts. */
export interface NavigationItem {
  to: string;
  text: keyof typeof import('@/i18n/pt-BR.json')['nav'];
  icon: TablerIcon;
  permission?: string;
}

export interface NavigationGroup {
  text: keyof typeof import('@/i18n/pt-BR.json')['nav'];
  items: NavigationItem[];
}

/** Everything there is, in the order of the side bar; later screens add themselves here and in router.tsx. */
export const navigation: NavigationGroup[] = [
  {
    text: 'now',
    items: [
      { to: '/', text: 'dashboard', icon: IconGauge },
      { to: '/calls', text: 'calls', icon: IconPhoneCall, permission: 'calls.view' },
      { to: '/registrations', text: 'registrations', icon: IconDeviceLandlinePhone, permission: 'registrations.view' },
    ],
  },
  {
    text: 'history',
    items: [{ to: '/records', text: 'records', icon: IconHistory, permission: 'records.view' }],
  },
  {
    text: 'configuration',
    items: [
      { to: '/extensions', text: 'extensions', icon: IconAddressBook, permission: 'extensions.view' },
      { to: '/trunks', text: 'trunks', icon: IconServer2, permission: 'trunks.view' },
      { to: '/routes', text: 'routes', icon: IconRouteSquare, permission: 'routes.view' },
      { to: '/redirects', text: 'redirects', icon: IconArrowRampRight, permission: 'redirects.view' },
      { to: '/announcements', text: 'announcements', icon: IconSpeakerphone, permission: 'announcements.view' },
      { to: '/explain', text: 'explain', icon: IconArrowsSplit2, permission: 'explain.view' },
    ],
  },
  {
    text: 'administration',
    items: [
      { to: '/users', text: 'users', icon: IconUsers, permission: 'users.view' },
      { to: '/roles', text: 'roles', icon: IconShieldLock, permission: 'users.view' },
      { to: '/api-keys', text: 'apiKeys', icon: IconKey, permission: 'keys.view' },
      { to: '/company', text: 'company', icon: IconBuilding, permission: 'companySettings.view' },
      { to: '/audit', text: 'audit', icon: IconClipboardList, permission: 'audit.view' },
    ],
  },
];
