import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/shared/api/session';
import { Logo } from '@/shared/ui/Logo';
import { navigation } from './navigation';
import classes from './SideBar.module.css';

/** The navigation: only what the person may see. */
export function SideBar() {
  const { t } = useTranslation();
  const may = useMay();
  const groups = navigation
    .map((group) => ({ ...group, items: group.items.filter((item) => item.permission === undefined || may(item.permission)) }))
    .filter((group) => group.items.length > 0);
  return (
    <nav className={classes.bar} aria-label={t('shell.navigation')}>
      <Link to="/" className={classes.brand} aria-label="XHand">
        <Logo />
      </Link>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.text} className={classes.group}>
            <h2 className={classes.heading}>{t(`nav.${group.text}`)}</h2>
            <ul>
              {group.items.map((item) => (
                <li key={item.to}>
                  <Link to={item.to} className={classes.item} activeOptions={{ exact: item.to === '/', includeSearch: false }}>
                    <item.icon size={18} stroke={1.7} aria-hidden />
                    {t(`nav.${item.text}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
