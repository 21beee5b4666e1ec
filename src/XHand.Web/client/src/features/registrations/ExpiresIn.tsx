import { useSeconds } from '@/shared/live/useSeconds';
import { duration } from '@/shared/text/format';

/** How long a registration still lasts; counts down by itself. */
export function ExpiresIn({ at }: { at: string }) {
  const now = useSeconds();
  return <time dateTime={at}>{duration(Date.parse(at) - now)}</time>;
}
