import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTopic } from '@/shared/live/useLive';

/** When anybody changes the configuration, what the lists show is read again. */
export function RefreshOnSiteChange() {
  const client = useQueryClient();
  const version = useTopic<{ version: number }>('site')?.items[0]?.version;
  useEffect(() => {
    if (version !== undefined) {
      void client.invalidateQueries({ queryKey: ['site'] });
    }
  }, [version, client]);
  return null;
}
