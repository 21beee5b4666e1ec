import { useSeconds } from '../live/useSeconds';
import { duration } from '../text/format';

/** How long ago something was; counts by itself. Silent for screen readers, which would read every second. */
export function Elapsed({ since }: { since: string }) {
  const now = useSeconds();
  return (
    <time dateTime={since} aria-live="off">
      {duration(now - Date.parse(since))}
    </time>
  );
}
