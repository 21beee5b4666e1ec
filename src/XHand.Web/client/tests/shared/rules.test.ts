import { expect, test } from 'vitest';
import { randomSecret } from '@/shared/forms/randomSecret';
import { isDid, isNumber, isPattern, isPlainName } from '@/shared/forms/rules';
import { duration } from '@/shared/text/format';
import { matches } from '@/shared/text/search';

test.each(['X.', 'XXXXXXXX', '0XXXXXXXXXX', '[789]XXXXXXX', '0[2-5]X.', '190'])('%s is a pattern', (pattern) => {
  expect(isPattern(pattern)).toBe(true);
});

test.each(['', '[78', 'X.X', 'abc', '12 3', '[]'])('"%s" is none', (pattern) => {
  expect(isPattern(pattern)).toBe(false);
});

test('numbers have 2 to 15 digits, DIDs 2 to 20, names no separators', () => {
  expect([isNumber('17'), isNumber('1'), isNumber('1a'), isNumber('1'.repeat(16))]).toEqual([true, false, false, false]);
  expect([isDid('36521700'), isDid('1'.repeat(21))]).toEqual([true, false]);
  expect([isPlainName('operadora-1'), isPlainName('a b'), isPlainName(''), isPlainName('a/b')]).toEqual([true, false, false, false]);
});

test('a search finds without accents and in any order of words', () => {
  expect(matches('1700 São João', 'joao 17')).toBe(true);
  expect(matches('1700 São João', 'maria')).toBe(false);
});

test('a duration is never negative and has hours only when there are any', () => {
  expect([duration(-5), duration(7_000), duration(723_000), duration(3_723_000)]).toEqual(['0:00', '0:07', '12:03', '1:02:03']);
});

test('secrets differ, have 16 signs and none that is taken for another', () => {
  const secrets = Array.from({ length: 200 }, () => randomSecret());
  expect(new Set(secrets).size).toBe(200);
  expect(secrets.every((secret) => /^[a-km-zA-HJ-NP-Z2-9]{16}$/.test(secret))).toBe(true);
});
