import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '@/shared/api/session';
import type texts from './pt-BR.json';
import type reason from './reasons/pt-BR.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'texts';
    resources: { texts: typeof texts & { reason: typeof reason } };
  }
}

export const languages: readonly { code: Language; name: string }[] = [
  { code: 'pt-BR', name: 'Português (Brasil)' },
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
];

const storageKey = 'xhand.language';

// The server's reasons are in files of their own, which a test of the server compares with its list.
const load: Record<Language, () => Promise<[{ default: object }, { default: object }]>> = {
  'pt-BR': () => Promise.all([import('./pt-BR.json'), import('./reasons/pt-BR.json')]),
  en: () => Promise.all([import('./en.json'), import('./reasons/en.json')]),
  es: () => Promise.all([import('./es.json'), import('./reasons/es.json')]),
};

/** The language chosen on this machine, else the browser's, else Portuguese. */
export function preferredLanguage(): Language {
  return (
    asLanguage(localStorage.getItem(storageKey)) ?? navigator.languages.map(asLanguage).find((known) => known !== undefined) ?? 'pt-BR'
  );
}

/** Loads the texts of the preferred language alone; the others come when they are chosen. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    ns: ['texts'],
    defaultNS: 'texts',
    lng: 'pt-BR',
    fallbackLng: false,
    // React escapes; escaping twice would show entities.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await changeLanguage(preferredLanguage(), false);
}

/** Switches every text on the screen; `remember` keeps it for this machine. */
export async function changeLanguage(language: Language, remember: boolean): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'texts')) {
    const [texts, reasons] = await load[language]();
    i18next.addResourceBundle(language, 'texts', { ...texts.default, reason: reasons.default });
  }

  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) {
    localStorage.setItem(storageKey, language);
  }
}

/** Switches to the language of an account, if it is another and one that we speak. */
export async function takeLanguage(language: string | undefined): Promise<void> {
  const known = asLanguage(language ?? null);
  if (known !== undefined && known !== i18next.language) {
    await changeLanguage(known, true);
  }
}

function asLanguage(text: string | null): Language | undefined {
  const start = text?.toLowerCase().slice(0, 2);
  return start === 'pt' ? 'pt-BR' : start === 'en' ? 'en' : start === 'es' ? 'es' : undefined;
}
