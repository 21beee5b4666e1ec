import { IconBell, IconHeadphones, IconPhoneCall, IconPhoneEnd, IconPlayerPause, IconRoute, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { State, type Tone } from '@/shared/ui/State';

const states = {
  planning: { tone: 'idle', icon: IconRoute },
  ringing: { tone: 'warn', icon: IconBell },
  talking: { tone: 'ok', icon: IconPhoneCall },
  held: { tone: 'info', icon: IconPlayerPause },
  playing: { tone: 'info', icon: IconHeadphones },
  ending: { tone: 'idle', icon: IconPhoneEnd },
} as const satisfies Record<string, { tone: Tone; icon: TablerIcon }>;

export function CallState({ state }: { state: string }) {
  const { t } = useTranslation();
  const known = Object.keys(states).find((each) => each === state) as keyof typeof states | undefined;
  return known ? <State {...states[known]} label={t(`callState.${known}`)} /> : <State tone="idle" label={state} />;
}
