import { IconBuilding } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AlarmBell } from '@/features/alarms/AlarmBell';
import { Palette } from '@/features/palette/Palette';
import { useSessionUser } from '@/shared/api/session';
import { ColorSchemeSwitch } from './ColorSchemeSwitch';
import { LiveDot } from './LiveDot';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu';

/** Whose system this is, whether it is live, what is wrong with it, and who is using it. */
export function TopBar({ toggle }: { toggle: ReactNode }) {
  const { t } = useTranslation();
  const user = useSessionUser();
  return (
    <header className={classes.bar}>
      {toggle}
      <span className={classes.company} title={t('shell.company')}>
        <IconBuilding size={17} stroke={1.7} aria-hidden />
        <span className={classes.companyName}>{user?.company}</span>
      </span>
      <div className={classes.right}>
        <LiveDot />
        <Palette />
        <AlarmBell />
        <ColorSchemeSwitch />
        <UserMenu />
      </div>
    </header>
  );
}
