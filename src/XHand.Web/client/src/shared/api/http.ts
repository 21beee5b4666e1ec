import { noteServerTime } from './clock';
import { isUnattended } from './presence';
import { ApiProblem, problemOf } from './problem';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH';
type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

let onSignedOut: () => void = () => {};

/** Called when the server says that the session has ended, whatever was asked for. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** One request to the API. Every failure is an {@link ApiProblem}. */
export async function request<T>(method: Method, path: string, { query, body, signal }: Options = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}${queryText(query)}`, {
      method,
      // The server takes a change from a browser only with this header, which another site's page cannot send.
      headers: {
        Accept: 'application/json',
        'X-XHand': '1',
        ...(isUnattended() ? { 'X-XHand-Unattended': '1' } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }

    throw new ApiProblem(0, '');
  }

  noteServerTime(answer.headers.get('Date'));
  const content = await contentOf(answer);
  if (answer.ok) {
    return content as T;
  }

  if (answer.status === 401 && path !== '/session') {
    onSignedOut();
  }

  throw problemOf(answer.status, content, answer.headers.get('Retry-After'));
}

export function queryText(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

async function contentOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === '') {
    return undefined;
  }

  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
