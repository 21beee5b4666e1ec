import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, languages } from '@/i18n';
import type { Language } from '@/shared/api/session';
import { Logo } from '@/shared/ui/Logo';
import classes from './SessionFrame.module.css';

/** The page before anybody is signed in: one card, and the language. */
export function SessionFrame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  useEffect(() => {
    document.title = `${title} · XHand`;
  }, [title]);
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <div className={classes.brand}>
          <Logo size={34} />
        </div>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          {text && <p className={classes.text}>{text}</p>}
          {children}
        </div>
        <SegmentedControl
          aria-label={t('shell.language')}
          size="xs"
          value={i18n.language}
          onChange={(language) => void changeLanguage(language as Language, true)}
          data={languages.map((language) => ({ value: language.code, label: language.name }))}
        />
      </div>
    </main>
  );
}
