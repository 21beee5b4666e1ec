// In the order of asking: each says that it is those below it as well.
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox, Windows" out of what a browser says it is (RFC 9110 10.1.5); "" when it says nothing known. Only to be shown: anybody can say anything. */
export function browserOf(client: string): string {
  return [browsers, systems]
    .map((list) => list.find(([sign]) => sign.test(client))?.[1])
    .filter((name) => name !== undefined)
    .join(', ');
}

export const isPhone = (client: string): boolean => /\b(?:Mobile|Android|iPhone)\b/.test(client);
