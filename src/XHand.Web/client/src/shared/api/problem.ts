/** One place in what was sent, and what is wrong with it. `path` is "" when it is about the whole. */
export interface FieldProblem {
  path: string;
  reason: string;
}

/** What the server (or the way to it) answered instead of a result: RFC 9457 problem details. */
export class ApiProblem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** One sentence, "" when there is none. */
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Seconds after which to try again. */
    readonly retryAfter: number | null = null,
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
  );
}

function fieldsOf(errors: unknown): FieldProblem[] {
  if (Array.isArray(errors)) {
    return errors
      .filter(isObject)
      .map((error) => ({ path: typeof error.path === 'string' ? error.path : '', reason: String(error.reason ?? '') }));
  }

  // ASP.NET's own validation problems: { "name": ["reason", ...] }.
  return isObject(errors)
    ? Object.entries(errors).flatMap(([path, reasons]) =>
        Array.isArray(reasons) ? reasons.map((reason) => ({ path, reason: String(reason) })) : [],
      )
    : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
