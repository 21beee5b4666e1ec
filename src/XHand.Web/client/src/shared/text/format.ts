import i18next from 'i18next';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = i18next.language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(i18next.language || 'pt-BR', options);
    formats.set(key, known);
  }

  return known;
}

type Moment = string | number | null | undefined;

const read = (moment: Moment): Date | undefined => {
  const date = moment === null || moment === undefined ? undefined : new Date(moment);
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
};

/** Day and time to the second, in the reader's time zone. */
export function dateTime(moment: Moment): string {
  const date = read(moment);
  return date ? format({ dateStyle: 'short', timeStyle: 'medium' }).format(date) : '';
}

/** Time of day to the second. */
export function timeOfDay(moment: Moment): string {
  const date = read(moment);
  return date ? format({ timeStyle: 'medium' }).format(date) : '';
}

/** Time of day to the millisecond, for traces. */
export function preciseTime(moment: Moment): string {
  const date = read(moment);
  return date
    ? format({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false }).format(date)
    : '';
}

/** "0:07", "12:03", "1:02:03". */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

export function count(value: number): string {
  return new Intl.NumberFormat(i18next.language || 'pt-BR').format(value);
}
