import { expect, test } from 'vitest';
import reasons from '@/i18n/reasons/pt-BR.json';
import { problemOf } from '@/shared/api/problem';
import { sayReason, type Words } from '@/shared/api/reason';

const words: Words = {
  fill: (code, places) =>
    (reasons as Record<string, string>)[code]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? `{{${name}}}`),
  text: (text) => text,
};

test('a reason is said by its code, with the reasons in its places', () => {
  const users = [
    { code: 'theRoute', params: { name: 'DDD' }, text: 'route "DDD"' },
    { code: 'theRedirect', params: { did: '1778' }, text: 'redirect 1778' },
  ];
  expect(sayReason({ code: 'usedBy', params: { key: 'operadora', users }, text: 'operadora cannot be deleted' }, words)).toBe(
    'operadora não pode ser excluído: é usado por rota “DDD”, redirecionamento 1778',
  );
});

test('a code that is not known leaves the English', () => {
  expect(sayReason({ code: 'brandNew', params: {}, text: 'Something new' }, words)).toBe('Something new');
});

test('what nests without end is cut', () => {
  const endless: Record<string, unknown> = { code: 'inUse', text: 'why' };
  endless.params = { why: endless };
  expect(sayReason(endless as never, words)).toContain('[object Object]');
});

test('a refusal keeps its codes, and one that is not the server’s has none', () => {
  const problem = problemOf(
    422,
    { detail: 'x', code: 'oneProblem', params: {}, errors: [{ path: 'host', reason: 'r', code: 'empty' }] },
    null,
  );
  expect([problem.code, problem.fields]).toEqual(['oneProblem', [{ path: 'host', reason: 'r', code: 'empty', params: {} }]]);
  expect(problemOf(502, '<html>', null)).toMatchObject({ code: '', params: {}, status: 502 });
});
