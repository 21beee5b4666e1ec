// A workstation's clock may be minutes off; how long a call has lasted must not be.
let offsetMs = 0;
let isKnown = false;

/** Learns how far this machine's clock is off from the server's, from a Date header (whole seconds). */
export function noteServerTime(dateHeader: string | null, now: number = Date.now()): void {
  const server = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(server)) {
    return;
  }

  const offset = server + 500 - now;
  if (!isKnown || Math.abs(offset - offsetMs) > 1500) {
    offsetMs = Math.abs(offset) < 1500 ? 0 : offset;
    isKnown = true;
  }
}

/** The server's time, ms since 1970. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
