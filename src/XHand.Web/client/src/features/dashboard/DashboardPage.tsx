import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui/Page';

export function DashboardPage() {
  const { t } = useTranslation();
  return <Page title={t('nav.dashboard')}>{null}</Page>;
}
