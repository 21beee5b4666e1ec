import { IconBan, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TrunkStatus } from '@/shared/api/types';
import { State, type Tone } from '@/shared/ui/State';

const tones: Record<string, Tone> = {
  registered: 'ok',
  reachable: 'ok',
  registering: 'info',
  unregistered: 'idle',
  refused: 'bad',
  unreachable: 'bad',
  disabled: 'idle',
};

const known = ['registered', 'reachable', 'registering', 'unregistered', 'refused', 'unreachable', 'disabled', 'unknown'] as const;

/** Whether calls can go over it, as the server counts it: one that neither registers nor is checked is taken to be there. */
export const isUp = (status: TrunkStatus): boolean => ['registered', 'reachable', 'unregistered'].includes(status.state);

/** How a trunk is: colour, icon, word, and the server's detail on pointing at it. */
export function TrunkState({ status }: { status: TrunkStatus | undefined }) {
  const { t } = useTranslation();
  if (!status) {
    return <span className="x-muted">—</span>;
  }

  const name = known.find((each) => each === status.state);
  const icon = status.state === 'disabled' ? IconBan : status.state === 'registering' ? IconLoader2 : undefined;
  return (
    <State tone={tones[status.state] ?? 'idle'} icon={icon} label={name ? t(`trunkState.${name}`) : status.state} title={status.detail} />
  );
}
