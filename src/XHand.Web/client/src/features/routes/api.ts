import type { Route, RouteBody } from '@/shared/api/types';
import type { SiteKind } from '@/shared/site/siteKind';

export const routeKind: SiteKind<Route, RouteBody> = { path: 'routes', keyOf: (route) => route.name };

/** What a route does to a number, as an example: "0|15 2177..." is easier to read than three fields. */
export function rewritten(example: string, route: Pick<Route, 'strip' | 'prefix' | 'suffix'>): string {
  return `${route.prefix}${example.slice(route.strip)}${route.suffix}`;
}

/** A number that the pattern matches, made of its own digits: "[789]XX" gives "700". */
export function exampleOf(pattern: string): string {
  let next = 0;
  const digit = (from: string) => from[next++ % from.length] ?? '0';
  return pattern
    .replace(/\[([\d-]+)\]/g, (_, set: string) => set[0] ?? '')
    .replace(/[XZNxzn]/g, (letter) =>
      digit(letter.toUpperCase() === 'X' ? '2345678901' : letter.toUpperCase() === 'Z' ? '23456789' : '3456789'),
    )
    .replace(/\.$/, () => [0, 1, 2, 3].map(() => digit('2345678901')).join(''));
}
