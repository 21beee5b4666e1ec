import {
  IconArrowRampRight,
  IconBan,
  IconBuilding,
  IconDialpad,
  IconFlag,
  IconHash,
  IconPhone,
  IconPhoneOff,
  IconPoint,
  IconRouteSquare,
  IconScale,
  IconServer2,
  IconSpeakerphone,
  IconStack2,
  IconTag,
  IconUrgent,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PlanReason } from '@/shared/api/types';
import { recognise, useSentence } from '@/shared/sentences/useSentence';
import classes from './ReasonList.module.css';

const icons = {
  number: IconHash,
  company: IconBuilding,
  caller: IconUser,
  emergency: IconUrgent,
  extension: IconPhone,
  announcement: IconSpeakerphone,
  code: IconDialpad,
  class: IconStack2,
  classOfService: IconScale,
  route: IconRouteSquare,
  trunk: IconServer2,
  redirect: IconArrowRampRight,
  tag: IconTag,
  busy: IconBan,
  hangup: IconPhoneOff,
  destination: IconFlag,
} as const satisfies Record<string, TablerIcon>;

// What was looked at and left: told, but quietly.
const misses = new Set<string>(['routeMisses', 'routeOff', 'routeOther']);

/** The dial plan's decisions, one below the other in the order they were taken. */
export function ReasonList({ reasons }: { reasons: readonly PlanReason[] }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (reasons.length === 0) {
    return <p className="x-muted">{t('explain.noReasons')}</p>;
  }

  const seen = new Map<string, number>();
  return (
    <ol className={classes.steps}>
      {reasons.map((reason) => {
        const known = Object.keys(icons).find((each) => each === reason.rule) as keyof typeof icons | undefined;
        const Icon = known ? icons[known] : IconPoint;
        const said = sentence(reason.outcome);
        const same = `${reason.rule} ${reason.outcome}`;
        const times = (seen.get(same) ?? 0) + 1;
        seen.set(same, times);
        return (
          <li key={`${same} ${times}`} data-miss={misses.has(recognise(reason.outcome)?.key ?? '') || undefined}>
            <span className={classes.mark}>
              <Icon size={17} stroke={1.8} aria-hidden />
            </span>
            <span className={classes.text}>
              <strong>{known ? t(`rule.of.${known}`) : reason.rule}</strong>
              <span lang={said.lang}>{said.text}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
