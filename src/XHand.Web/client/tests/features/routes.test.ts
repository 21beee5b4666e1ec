import { expect, test } from 'vitest';
import { destinationOf } from '@/features/redirects/api';
import { exampleOf, rewritten } from '@/features/routes/api';

test.each([
  ['XXXX', /^\d{4}$/],
  ['0XX9XXXXXXXX', /^0\d\d9\d{8}$/],
  ['[789]XX', /^7\d\d$/],
  ['NX.', /^[2-9]\d\d+$/],
])('the example of %s matches it', (pattern, form) => {
  expect(exampleOf(pattern)).toMatch(form);
});

test('a route takes off, puts before and puts behind', () => {
  expect(rewritten('021988887777', { strip: 1, prefix: '015', suffix: '#' })).toBe('01521988887777#');
});

test('a destination is its one key', () => {
  expect(destinationOf({ extension: '1700' })).toEqual({ kind: 'extension', target: '1700' });
  expect(destinationOf({ busy: true })).toEqual({ kind: 'busy', target: '' });
  expect(destinationOf({})).toEqual({ kind: '', target: '' });
});
