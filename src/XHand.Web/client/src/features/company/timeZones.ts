const brazilian = [
  'America/Sao_Paulo',
  'America/Manaus',
  'America/Cuiaba',
  'America/Recife',
  'America/Fortaleza',
  'America/Bahia',
  'America/Belem',
  'America/Rio_Branco',
  'America/Noronha',
];

/** Time zones to choose from: Brazil's first, then all that the browser knows. */
export function timeZones(present: string | undefined): string[] {
  return [...new Set([...(present ? [present] : []), ...brazilian, ...Intl.supportedValuesOf('timeZone')])];
}
