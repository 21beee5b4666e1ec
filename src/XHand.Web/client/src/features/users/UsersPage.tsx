import { IconUsers } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import { dateTime } from '@/shared/text/format';
import type { Column } from '@/shared/ui/DataTable';
import { State } from '@/shared/ui/State';
import { userKind } from './api';
import { useRoleName } from './roleName';

export function UsersPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const columns = useMemo<Column<User>[]>(
    () => [
      { id: 'login', header: t('signIn.login'), sortBy: (user) => user.login, cell: (user) => <KeyLink path="users" value={user.login} /> },
      {
        id: 'name',
        header: t('users.name'),
        sortBy: (user) => user.name.toLowerCase(),
        cell: (user) => user.name || <span className="x-muted">—</span>,
      },
      { id: 'roles', header: t('nav.roles'), cell: (user) => user.roles.map(roleName).join(', ') || <span className="x-muted">—</span> },
      {
        id: 'state',
        header: t('users.state'),
        width: '12rem',
        sortBy: (user) => (!user.enabled ? 2 : user.hasPassword ? 0 : 1),
        cell: (user) =>
          !user.enabled ? (
            <State tone="idle" label={t('users.disabled')} />
          ) : user.hasPassword ? (
            <State tone="ok" label={t('users.enabled')} />
          ) : (
            <State tone="warn" label={t('users.noPassword')} />
          ),
      },
      {
        id: 'signedIn',
        header: t('users.signedInAt'),
        from: 1200,
        width: '13rem',
        sortBy: (user) => user.signedInAt ?? '',
        cell: (user) => (user.signedInAt ? dateTime(user.signedInAt) : <span className="x-muted">{t('users.never')}</span>),
      },
    ],
    [t, roleName],
  );
  return (
    <KindPage
      kind={userKind}
      title={t('nav.users')}
      icon={IconUsers}
      createLabel={t('users.create')}
      searchLabel={t('users.search')}
      emptyTitle={t('users.empty')}
      emptyText={t('users.emptyText')}
      columns={columns}
      searchText={useCallback((user: User) => `${user.login} ${user.name} ${user.email} ${user.roles.join(' ')}`, [])}
      initialSort={{ id: 'login' }}
      isQuiet={useCallback((user: User) => !user.enabled, [])}
    />
  );
}
