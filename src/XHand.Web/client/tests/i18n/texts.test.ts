import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '@/i18n/en.json';
import es from '@/i18n/es.json';
import pt from '@/i18n/pt-BR.json';

type Texts = { [key: string]: string | Texts };

const flat = (texts: Texts, before = ''): Map<string, string> =>
  new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as [string, string]] : [...flat(value, `${before}${key}.`)],
    ),
  );

const portuguese = flat(pt);
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe.each([
  ['en', flat(en)],
  ['es', flat(es)],
])('the texts in %s', (_, texts) => {
  test('have the same keys as in Portuguese', () => {
    expect([...texts.keys()].sort()).toEqual([...portuguese.keys()].sort());
  });

  test('have the same places to fill', () => {
    // A sentence of the server may be said with less: the reason that a route does not match is a matter for English readers.
    const different = [...portuguese]
      .filter(([key, text]) => !key.startsWith('server.') && `${places(text)}` !== `${places(texts.get(key) ?? '')}`)
      .map(([key]) => key);
    expect(different).toEqual([]);
  });
});

test('no text is empty, in capitals or has markup', () => {
  const bad = [...portuguese, ...flat(en), ...flat(es)].filter(
    ([, text]) => text.trim() === '' || /<[a-z/]/i.test(text) || (text.length > 8 && text === text.toUpperCase() && /[A-Z]{4}/.test(text)),
  );
  expect(bad).toEqual([]);
});

test('every key that the source names exists', () => {
  const known = new Set([...portuguese.keys()].map((key) => key.replace(/_(zero|one|many|other)$/, '')));
  const missing = sources('src').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1] ?? '').filter((key) => !known.has(key)),
  );
  expect(missing).toEqual([]);
});

test('plurals have every form that the language needs', () => {
  for (const [language, texts] of [
    ['pt-BR', portuguese],
    ['en', flat(en)],
    ['es', flat(es)],
  ] as const) {
    const plural = [...texts.keys()].filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    expect(
      plural.filter((key) => !texts.has(`${key}_other`)),
      language,
    ).toEqual([]);
  }
});

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}
