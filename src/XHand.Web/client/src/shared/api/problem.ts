import type { FieldProblem, Params } from './types';

/** What the server (or the way to it) answered instead of a result: RFC 9457 problem details. */
export class ApiProblem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** One sentence in English, "" when there is none. */
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Seconds after which to try again. */
    readonly retryAfter: number | null = null,
    /** Stable name of what is wrong; "" when the answer is not the server's own. */
    readonly code: string = '',
    /** What stands in the sentence's places. */
    readonly params: Params = {},
  ) {
    super(detail || `HTTP ${status}`);
    this.name = 'ApiProblem';
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

/** Reads a refusal's body; whatever is not problem details leaves only the status. */
export function problemOf(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const seconds = retryAfter === null ? Number.NaN : Number.parseInt(retryAfter, 10);
  const details = isObject(body) ? body : {};
  return new ApiProblem(
    status,
    typeof details.detail === 'string' ? details.detail : '',
    fieldsOf(details.errors),
    Number.isFinite(seconds) ? seconds : null,
    textOf(details.code),
    paramsOf(details.params),
  );
}

function fieldsOf(errors: unknown): FieldProblem[] {
  if (Array.isArray(errors)) {
    return errors.filter(isObject).map((error) => ({
      path: textOf(error.path),
      reason: String(error.reason ?? ''),
      code: textOf(error.code),
      params: paramsOf(error.params),
    }));
  }

  // ASP.NET's own validation problems: { "name": ["reason", ...] }.
  return isObject(errors)
    ? Object.entries(errors).flatMap(([path, reasons]) =>
        Array.isArray(reasons) ? reasons.map((reason) => ({ path, reason: String(reason), code: '', params: {} })) : [],
      )
    : [];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const paramsOf = (value: unknown): Params => (isObject(value) ? value : {});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
