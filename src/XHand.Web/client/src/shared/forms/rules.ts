/** Rules that a form checks before it asks the server; each gives a key of the texts, or null. The server has the last word. */
export const isNumber = (text: string): boolean => /^\d{2,15}$/.test(text);

export const isDid = (text: string): boolean => /^\d{2,20}$/.test(text);

/** A trunk's or route's name: no separators, since it stands in files, commands and metrics. */
export const isPlainName = (text: string): boolean => /^[^\s/\\,;"']{1,40}$/.test(text);

/** Digits, X, Z, N, sets in brackets, and a final dot. */
export const isPattern = (text: string): boolean => /^(?:[\d*#+XZNxzn]|\[[\d-]+\])+\.?$|^\.$/.test(text);
