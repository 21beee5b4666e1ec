import { expect, test } from 'vitest';
import pt from '@/i18n/pt-BR.json';
import { templates } from '@/shared/sentences/templates';
import { recognise } from '@/shared/sentences/useSentence';

test.each([
  ['021988887777 was dialled', 'dialled', { a: '021988887777' }],
  ['190# was dialled; the # ended it', 'dialledEnded', { a: '190#' }],
  ['1700 (Ana) of company "Padaria "X"" calls', 'calls', { a: '1700 (Ana)', b: 'Padaria "X"' }],
  [
    '1700 may not make calls of class international, which route "Fora" asks for',
    'mayNotFor',
    { a: '1700', b: 'international', c: 'Fora' },
  ],
  [
    '"Default" (X.) matches, when those before it fail: over a, then b, as 015',
    'routeNext',
    { a: 'Default', b: 'X.', c: 'a, then b, as 015' },
  ],
  ['1799 is announcement "Boas": prompt "welcome" in pt-BR', 'plays', { a: '1799', b: 'Boas', c: 'welcome', d: 'pt-BR' }],
])('"%s" is known', (sentence, key, values) => {
  expect(recognise(sentence)).toMatchObject({ key, values });
});

test('each template is its own first match, so that none hides another', () => {
  const hidden = Object.entries(templates).filter(
    ([key, template]) => recognise(template.replace(/\{([a-d])(:\w+)?\}/g, 'x$1'))?.key !== key,
  );
  expect(hidden).toEqual([]);
});

test('each has a translation', () => {
  expect(Object.keys(pt.server).sort()).toEqual(Object.keys(templates).sort());
});

test('what is not known is left alone', () => {
  expect(recognise('Something entirely new happened')).toBeUndefined();
});
