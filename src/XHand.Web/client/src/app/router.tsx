import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { takeLanguage } from '@/i18n';
import { sessionQuery } from '@/shared/api/session';
import { queryClient } from './queryClient';
import { NotFound, RouteFailure } from './RouteFailure';
import { Shell } from './Shell';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A search whose values are texts, whatever the address made of them ("1700" reads as a number). */
const texts = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(search).map(([name, value]) => [name, text(value)]));

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: RouteFailure });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('@/features/session/SignInPage'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  validateSearch: (search): { token?: string } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('@/features/session/SetUpPage'), 'SetUpPage'),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  validateSearch: (search): { token?: string } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('@/features/session/PasswordPage'), 'PasswordPage'),
});

// Everything else is for who is signed in.
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session.state === 'setUp') {
      throw redirect({ to: '/set-up', search: {} });
    }

    if (session.state === 'signedOut') {
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }

    // The account's language comes along to every browser; what a browser remembers is for who has not signed in yet.
    await takeLanguage(session.user?.language);
  },
  component: Shell,
});

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/dashboard/DashboardPage'), 'DashboardPage'),
});

const page = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, validateSearch: texts, component });

const calls = page(
  '/calls',
  lazyRouteComponent(() => import('@/features/calls/CallsPage'), 'CallsPage'),
);
const registrations = page(
  '/registrations',
  lazyRouteComponent(() => import('@/features/registrations/RegistrationsPage'), 'RegistrationsPage'),
);
const explain = page(
  '/explain',
  lazyRouteComponent(() => import('@/features/explain/ExplainPage'), 'ExplainPage'),
);
const audit = page(
  '/audit',
  lazyRouteComponent(() => import('@/features/audit/AuditPage'), 'AuditPage'),
);

// A list, and beside it the record that is open (/$key) or being made (/new).
const records = page(
  '/records',
  lazyRouteComponent(() => import('@/features/records/RecordsPage'), 'RecordsPage'),
);
const account = page(
  '/account',
  lazyRouteComponent(() => import('@/features/account/AccountPage'), 'AccountPage'),
);
const apiKeys = page(
  '/api-keys',
  lazyRouteComponent(() => import('@/features/apiKeys/ApiKeysPage'), 'ApiKeysPage'),
);
const company = page(
  '/company',
  lazyRouteComponent(() => import('@/features/company/CompanyPage'), 'CompanyPage'),
);
records.addChildren([
  createRoute({
    getParentRoute: () => records,
    path: '/$key',
    component: lazyRouteComponent(() => import('@/features/records/RecordPanel'), 'RecordPanel'),
  }),
]);

function kind(path: string, list: ReturnType<typeof lazyRouteComponent>, editor: ReturnType<typeof lazyRouteComponent>) {
  const parent = page(path, list);
  return parent.addChildren([
    createRoute({ getParentRoute: () => parent, path: '/new', component: editor }),
    createRoute({ getParentRoute: () => parent, path: '/$key', component: editor }),
  ]);
}

const kinds = [
  kind(
    '/extensions',
    lazyRouteComponent(() => import('@/features/extensions/ExtensionsPage'), 'ExtensionsPage'),
    lazyRouteComponent(() => import('@/features/extensions/ExtensionEditor'), 'ExtensionEditor'),
  ),
  kind(
    '/trunks',
    lazyRouteComponent(() => import('@/features/trunks/TrunksPage'), 'TrunksPage'),
    lazyRouteComponent(() => import('@/features/trunks/TrunkEditor'), 'TrunkEditor'),
  ),
  kind(
    '/routes',
    lazyRouteComponent(() => import('@/features/routes/RoutesPage'), 'RoutesPage'),
    lazyRouteComponent(() => import('@/features/routes/RouteEditor'), 'RouteEditor'),
  ),
  kind(
    '/redirects',
    lazyRouteComponent(() => import('@/features/redirects/RedirectsPage'), 'RedirectsPage'),
    lazyRouteComponent(() => import('@/features/redirects/RedirectEditor'), 'RedirectEditor'),
  ),
  kind(
    '/announcements',
    lazyRouteComponent(() => import('@/features/announcements/AnnouncementsPage'), 'AnnouncementsPage'),
    lazyRouteComponent(() => import('@/features/announcements/AnnouncementEditor'), 'AnnouncementEditor'),
  ),
  kind(
    '/users',
    lazyRouteComponent(() => import('@/features/users/UsersPage'), 'UsersPage'),
    lazyRouteComponent(() => import('@/features/users/UserEditor'), 'UserEditor'),
  ),
  kind(
    '/roles',
    lazyRouteComponent(() => import('@/features/roles/RolesPage'), 'RolesPage'),
    lazyRouteComponent(() => import('@/features/roles/RoleEditor'), 'RoleEditor'),
  ),
];

const routeTree = root.addChildren([
  signIn,
  setUp,
  password,
  shell.addChildren([dashboard, calls, registrations, records, explain, audit, account, apiKeys, company, ...kinds]),
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
