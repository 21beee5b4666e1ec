/** Rules that a form checks before it asks the server; each gives a key of the texts, or null. The server has the last word. */
export const isNumber = (text: string): boolean => /^\d{2,15}$/.test(text);

export const isDid = (text: string): boolean => /^\d{2,20}$/.test(text);

/** A trunk's or route's name: no separators, since it stands in files, commands and metrics. */
export const isPlainName = (text: string): boolean => /^[^\s/\\,;"']{1,40}$/.test(text);

/** Digits, X, Z, N, sets in brackets, and a final dot. */
export const isPattern = (text: string): boolean => /^(?:[\d*#+XZNxzn]|\[[\d-]+\])+\.?$|^\.$/.test(text);

/** A name that people choose, of at most so many characters. */
export const isName = (text: string, longest: number): boolean => text.trim() !== '' && text.length <= longest;

/** What a person signs in with. */
export const isLogin = (text: string): boolean => /^[a-z0-9][a-z0-9._@-]{0,63}$/.test(text);
