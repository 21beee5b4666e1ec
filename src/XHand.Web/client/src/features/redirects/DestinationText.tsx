import { IconBan, IconPhone, IconPhoneOff, IconSpeakerphone, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '@/shared/api/types';
import { destinationKinds, destinationOf } from './api';
import classes from './DestinationText.module.css';

const icons: Record<string, TablerIcon> = { extension: IconPhone, announcement: IconSpeakerphone, busy: IconBan, hangup: IconPhoneOff };

/** A destination in words, with an icon. */
export function DestinationText({ destination, name }: { destination: Destination; name?: string }) {
  const { t } = useTranslation();
  const { kind, target } = destinationOf(destination);
  const known = destinationKinds.find((each) => each === kind);
  const Icon = icons[kind] ?? IconPhone;
  return (
    <span className={classes.destination}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span className={classes.text}>
        {known ? t(`destination.${known}`) : kind} {target} {name && <span className="x-muted">{name}</span>}
      </span>
    </span>
  );
}
