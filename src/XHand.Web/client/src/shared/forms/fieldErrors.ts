import { ApiProblem } from '../api/problem';
import type { FieldProblem } from '../api/types';

/** What a refusal says about the fields of a form, and what is left to be said above it. */
export interface Refusal {
  fields: Record<string, string>;
  rest: string[];
}

/**
 * Sorts a refusal's reasons to the fields that the form shows. "trunks[1]" and "destination.extension" belong to "trunks" and
 * "destination" when the form has no field of the longer name.
 */
export function refusalOf(
  error: unknown,
  shown: readonly string[],
  whole: (error: unknown) => string,
  say: (problem: FieldProblem) => string = (problem) => problem.reason,
): Refusal {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  const problems = error instanceof ApiProblem ? error.fields : [];
  for (const problem of problems) {
    const name = shown.includes(problem.path) ? problem.path : (problem.path.match(/^\w+/)?.[0] ?? '');
    const reason = say(problem);
    if (shown.includes(name)) {
      fields[name] = fields[name] ? `${fields[name]}; ${reason}` : reason;
    } else {
      rest.push(problem.path ? `${problem.path}: ${reason}` : reason);
    }
  }

  return { fields, rest: problems.length === 0 ? [whole(error)] : rest };
}
