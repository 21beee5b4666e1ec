import { ActionIcon, Indicator, Popover, ScrollArea } from '@mantine/core';
import { IconBell, IconBellCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/shared/api/session';
import type { Alarm } from '@/shared/api/types';
import { useTopic } from '@/shared/live/useLive';
import { AlarmList } from './AlarmList';

/** The alarms that are up, one click away on every screen. */
export function AlarmBell() {
  const may = useMay();
  return may('alarms.view') ? <Bell /> : null;
}

function Bell() {
  const { t } = useTranslation();
  const alarms = useTopic<Alarm>('alarms')?.items ?? [];
  const worst = alarms.some((alarm) => alarm.severity === 'critical') ? 'red.8' : 'orange.9';
  return (
    <Popover position="bottom-end" width={400} shadow="md" trapFocus returnFocus>
      <Indicator label={alarms.length} size={16} color={worst} disabled={alarms.length === 0} offset={5}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('alarms.button', { count: alarms.length })}>
            {alarms.length === 0 ? <IconBellCheck size={20} stroke={1.7} aria-hidden /> : <IconBell size={20} stroke={1.7} aria-hidden />}
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={t('alarms.title')}>
        <ScrollArea.Autosize mah={420} tabIndex={0}>
          <AlarmList alarms={alarms} />
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
