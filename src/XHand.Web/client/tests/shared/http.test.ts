import { afterEach, expect, test, vi } from 'vitest';
import { queryText, request, whenSignedOut } from '@/shared/api/http';
import { watchPresence } from '@/shared/api/presence';
import { ApiProblem } from '@/shared/api/problem';

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body === undefined ? null : JSON.stringify(body), { status, headers })),
  );

afterEach(() => vi.unstubAllGlobals());

test('a request carries the header that another site cannot send', async () => {
  answer(200, { a: 1 });
  expect(await request('PUT', '/extensions/1700', { body: { name: 'Ana' } })).toEqual({ a: 1 });
  const [url, options] = vi.mocked(fetch).mock.calls[0] ?? [];
  expect(url).toBe('/api/v1/extensions/1700');
  expect(options?.headers).toMatchObject({ 'X-XHand': '1', 'Content-Type': 'application/json' });
  expect(options?.body).toBe('{"name":"Ana"}');
});

test('a page that nobody has touched for minutes says so, until somebody does', async () => {
  vi.useFakeTimers();
  try {
    const page = new EventTarget();
    watchPresence(page);
    page.dispatchEvent(new Event('keydown'));
    answer(200, []);
    const sent = async () => {
      await request('GET', '/calls');
      return vi.mocked(fetch).mock.lastCall?.[1]?.headers;
    };
    expect(await sent()).not.toHaveProperty('X-XHand-Unattended');
    vi.advanceTimersByTime(301_000);
    expect(await sent()).toHaveProperty('X-XHand-Unattended', '1');
    page.dispatchEvent(new Event('pointermove'));
    expect(await sent()).not.toHaveProperty('X-XHand-Unattended');
  } finally {
    vi.useRealTimers();
  }
});

test('a refusal tells each field and its reason', async () => {
  answer(422, { detail: 'Two problems.', errors: [{ file: 'x', path: 'name', reason: 'is too long' }] });
  const problem = await request('PUT', '/x').catch((failure: unknown) => failure as ApiProblem);
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ status: 422, detail: 'Two problems.', fields: [{ path: 'name', reason: 'is too long' }] });
});

test('validation problems of the framework are read too', async () => {
  answer(400, { errors: { login: ['is taken'] } });
  await expect(request('PUT', '/x')).rejects.toMatchObject({ fields: [{ path: 'login', reason: 'is taken' }] });
});

test('a lock tells how long it lasts', async () => {
  answer(429, undefined, { 'Retry-After': '30' });
  await expect(request('POST', '/session')).rejects.toMatchObject({ status: 429, retryAfter: 30 });
});

test('no answer and an answer that is no JSON are problems, not crashes', async () => {
  vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('no network')));
  await expect(request('GET', '/x')).rejects.toMatchObject({ status: 0 });
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response('<html>', { status: 502 })),
  );
  await expect(request('GET', '/x')).rejects.toMatchObject({ status: 502, detail: '' });
});

test('an ended session is told once it is seen, but not for a wrong password', async () => {
  const ended = vi.fn();
  whenSignedOut(ended);
  answer(401);
  await expect(request('POST', '/session')).rejects.toBeInstanceOf(ApiProblem);
  expect(ended).not.toHaveBeenCalled();
  await expect(request('GET', '/extensions')).rejects.toBeInstanceOf(ApiProblem);
  expect(ended).toHaveBeenCalledOnce();
});

test('a query leaves out what is not set and escapes the rest', () => {
  expect(queryText({ q: 'São & Cia', limit: 50, before: undefined, trunk: '' })).toBe('?q=S%C3%A3o+%26+Cia&limit=50');
});
