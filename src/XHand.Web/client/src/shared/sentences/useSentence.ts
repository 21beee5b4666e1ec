import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { templates } from './templates';

type Key = keyof typeof templates;

const names = /\\\{([a-d])(?::(\w+))?\\\}/g;

interface Form {
  key: Key;
  form: RegExp;
  kinds: Record<string, string>;
}

const forms: Form[] = Object.entries(templates).map(([key, template]) => {
  const kinds: Record<string, string> = {};
  const form = template.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(names, (_, name: string, kind: string | undefined) => {
    kinds[name] = kind ?? '';
    return `(?<${name}>.+?)`;
  });
  return { key: key as Key, form: new RegExp(`^${form}$`, 's'), kinds };
});

/** Which known sentence a text is, and what stands in its places; undefined when it is none. */
export function recognise(text: string): { key: Key; values: Record<string, string>; kinds: Record<string, string> } | undefined {
  for (const { key, form, kinds } of forms) {
    const match = form.exec(text);
    if (match) {
      return { key, values: { ...match.groups }, kinds };
    }
  }

  return undefined;
}

/** A sentence of the server in the reader's language. One that is not known stays in the server's English, and is said to be so. */
export function useSentence(): (text: string) => { text: string; lang: string | undefined } {
  const { t, i18n } = useTranslation();
  return useCallback(
    (text: string) => {
      if (i18n.language === 'en') {
        return { text, lang: undefined };
      }

      const say = (part: string, depth: number): string | undefined => {
        const known = recognise(part);
        if (!known || depth > 4) {
          return undefined;
        }

        const values = Object.fromEntries(
          Object.entries(known.values).map(([name, value]) => {
            const kind = known.kinds[name];
            const isClass = kind === 'class' && i18n.exists(`callClass.${value}`);
            return [name, isClass ? t(`callClass.${value as 'local'}`) : kind === 'part' ? (say(value, depth + 1) ?? value) : value];
          }),
        );
        return String(t(`server.${known.key}`, values as never));
      };
      const said = say(text, 0);
      return said === undefined ? { text, lang: 'en' } : { text: said, lang: undefined };
    },
    [t, i18n.language, i18n.exists],
  );
}
