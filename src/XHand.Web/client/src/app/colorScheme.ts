const key = 'mantine-color-scheme-value';

/** Sets light or dark before the first paint, so that nothing flashes. The same key as MantineProvider's own storage. */
export function applyStoredColorScheme(): void {
  const stored = localStorage.getItem(key);
  const dark = stored === 'dark' || (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}
