import { IconLock, IconShieldLock } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { roleKind } from '@/features/users/api';
import { useRoleName } from '@/features/users/roleName';
import type { Role } from '@/shared/api/types';
import { KeyLink } from '@/shared/site/KeyLink';
import { KindPage } from '@/shared/site/KindPage';
import type { Column } from '@/shared/ui/DataTable';
import { State } from '@/shared/ui/State';

export function RolesPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const columns = useMemo<Column<Role>[]>(
    () => [
      {
        id: 'name',
        header: t('roles.name'),
        sortBy: (role) => roleName(role.name),
        cell: (role) => <KeyLink path="roles" value={role.name} text={roleName(role.name)} />,
      },
      {
        id: 'builtIn',
        header: t('roles.kind'),
        width: '12rem',
        sortBy: (role) => (role.builtIn ? 0 : 1),
        cell: (role) => (role.builtIn ? <State tone="idle" icon={IconLock} label={t('roles.builtIn')} /> : t('roles.own')),
      },
      {
        id: 'permissions',
        header: t('roles.permissions'),
        width: '10rem',
        align: 'end',
        sortBy: (role) => role.permissions.length,
        cell: (role) => role.permissions.length,
      },
    ],
    [t, roleName],
  );
  return (
    <KindPage
      kind={roleKind}
      permission="users"
      title={t('nav.roles')}
      icon={IconShieldLock}
      createLabel={t('roles.create')}
      searchLabel={t('roles.search')}
      emptyTitle={t('roles.empty')}
      emptyText={t('roles.emptyText')}
      columns={columns}
      searchText={useCallback((role: Role) => `${role.name} ${roleName(role.name)}`, [roleName])}
      initialSort={{ id: 'builtIn' }}
    />
  );
}
