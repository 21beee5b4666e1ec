import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/shared/api/session';
import { live } from '@/shared/live/liveConnection';
import { ConnectionBanner } from './ConnectionBanner';
import { RefreshOnSiteChange } from './RefreshOnSiteChange';
import classes from './Shell.module.css';
import { SideBar } from './SideBar';
import { TopBar } from './TopBar';

/** What stands around every screen of who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [isOpen, setOpen] = useState(false);
  const isSignedIn = session?.state === 'signedIn';

  useEffect(() => {
    if (isSignedIn) {
      live.start();
      return () => live.stop();
    }

    return undefined;
  }, [isSignedIn]);

  useEffect(() => {
    if (session && !isSignedIn) {
      void navigate({ to: '/sign-in', search: { next: path === '/' ? undefined : path }, replace: true });
    }
  }, [session, isSignedIn, navigate, path]);

  useEffect(() => setOpen(false), [path]);

  if (!isSignedIn) {
    return null;
  }

  return (
    <div className={classes.shell} data-open={isOpen || undefined}>
      <a href="#main" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <SideBar />
      <div className={classes.veil} aria-hidden onClick={() => setOpen(false)} />
      <div className={classes.content}>
        <TopBar
          toggle={
            <ActionIcon variant="subtle" color="gray" className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <IconMenu2 size={20} aria-hidden />
              <VisuallyHidden>{t('shell.menu')}</VisuallyHidden>
            </ActionIcon>
          }
        />
        <ConnectionBanner />
        <RefreshOnSiteChange />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}
