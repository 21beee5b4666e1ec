import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconChevronDown, IconLogout, IconUserCog } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changeProfile } from '@/features/account/api';
import { changeLanguage, languages } from '@/i18n';
import { type Language, sessionQuery, signOut, useSessionUser } from '@/shared/api/session';
import type { Session } from '@/shared/api/types';
import classes from './UserMenu.module.css';

/** Who is signed in, their language, and the way out. */
export function UserMenu() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const user = useSessionUser();
  const leave = async () => {
    await signOut().catch(() => {});
    client.clear();
    client.setQueryData<Session>(sessionQuery.queryKey, { state: 'signedOut' });
  };
  const choose = async (language: Language) => {
    await changeLanguage(language, true);
    // The screen has it already; that the account keeps it is worth no question when it fails.
    await changeProfile({ language }).catch(() => {});
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const name = user?.name || user?.login || '';
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.button} title={t('shell.userMenu')}>
          <Avatar size={30} radius="xl" color="petrol" variant="filled" name={name} aria-hidden />
          <span className={classes.name}>{name}</span>
          <VisuallyHidden>{t('shell.userMenu')}</VisuallyHidden>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language.code}
            lang={language.code}
            role="menuitemradio"
            aria-checked={i18n.language === language.code}
            rightSection={i18n.language === language.code ? <IconCheck size={15} aria-hidden /> : undefined}
            onClick={() => void choose(language.code)}
          >
            {language.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCog size={16} aria-hidden />}>
          {t('account.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
