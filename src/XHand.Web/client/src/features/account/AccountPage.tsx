import { useTranslation } from 'react-i18next';
import { useSessionUser } from '@/shared/api/session';
import { Cards } from '@/shared/ui/Card';
import { Page } from '@/shared/ui/Page';
import { OwnPassword } from './OwnPassword';
import { OwnProfile } from './OwnProfile';
import { OwnSessions } from './OwnSessions';

/** What a person sees and changes of their own. */
export function AccountPage() {
  const { t } = useTranslation();
  const user = useSessionUser();
  return (
    <Page title={t('account.title')} aside={user?.login}>
      <Cards>
        {user && <OwnProfile user={user} />}
        <OwnPassword />
        <OwnSessions />
      </Cards>
    </Page>
  );
}
