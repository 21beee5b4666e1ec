import { IconBan, IconPhoneCheck, IconPhoneOff, IconPhoneX, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { State, type Tone } from '@/shared/ui/State';
import { results } from './api';

type ResultName = (typeof results)[number];

const looks: Record<ResultName, { tone: Tone; icon: TablerIcon }> = {
  answered: { tone: 'ok', icon: IconPhoneCheck },
  busy: { tone: 'warn', icon: IconPhoneX },
  noAnswer: { tone: 'warn', icon: IconPhoneOff },
  cancelled: { tone: 'idle', icon: IconPhoneOff },
  unknownNumber: { tone: 'idle', icon: IconPhoneX },
  notRegistered: { tone: 'idle', icon: IconPhoneX },
  refused: { tone: 'bad', icon: IconBan },
  failed: { tone: 'bad', icon: IconPhoneX },
  crash: { tone: 'bad', icon: IconPhoneX },
};

/** How a call ended. */
export function Result({ result }: { result: string }) {
  const { t } = useTranslation();
  const known = results.find((each) => each === result);
  return known ? <State {...looks[known]} label={t(`result.${known}`)} /> : <State tone="idle" label={result} />;
}
