const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];
const leftAfterMs = 5 * 60_000;

let touchedAt = Date.now();

/** Notes from now on when somebody touches the page. */
export function watchPresence(page: EventTarget): void {
  for (const sign of signs) {
    page.addEventListener(
      sign,
      () => {
        touchedAt = Date.now();
      },
      { passive: true, capture: true },
    );
  }
}

/**
 * True when nobody has touched the page for minutes. What it asks for then must not keep the session from going idle: lists are read anew
 * whenever somebody else changes something.
 */
export function isUnattended(now: number = Date.now()): boolean {
  return now - touchedAt > leftAfterMs;
}
