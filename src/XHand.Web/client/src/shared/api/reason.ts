import type { Params } from './types';

/** A reason of the server: its code, what stands in its places, and the sentence in English. */
export interface Reason {
  code: string;
  params: Params;
  text: string;
}

/** How a language says things. */
export interface Words {
  /** The sentence of a code with its places filled; undefined when the code is not known here. */
  fill: (code: string, places: Record<string, string>) => string | undefined;
  /** A text of the server that has no code. */
  text: (text: string) => string;
}

// Deeper than the server nests them; whatever sends more is not the server.
const deepest = 4;

/** A reason in the language of the words. What stands in its places may be a reason itself, or several. */
export function sayReason({ code, params, text }: Reason, words: Words, depth = 0): string {
  const place = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(place).join(', ')
      : isReason(value) && depth < deepest
        ? sayReason(value, words, depth + 1)
        : words.text(String(value));
  const places = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, place(value)]));
  return words.fill(code, places) ?? words.text(text);
}

const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' && value !== null && 'code' in value && 'params' in value && 'text' in value;
