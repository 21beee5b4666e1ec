import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Direction } from '@/features/calls/Direction';
import { ReasonList } from '@/features/explain/ReasonList';
import { useMay } from '@/shared/api/session';
import { useSentence } from '@/shared/sentences/useSentence';
import { dateTime, duration } from '@/shared/text/format';
import { Facts } from '@/shared/ui/Facts';
import { Failure, Loading } from '@/shared/ui/Notice';
import { Panel } from '@/shared/ui/Panel';
import { recordQuery } from './api';
import { EventList } from './EventList';
import { LegList } from './LegList';
import classes from './RecordPanel.module.css';
import { Result } from './Result';
import { TraceView } from './TraceView';

/** One finished call: what happened, in which order, on which legs, and why it went where it went. */
export function RecordPanel() {
  const { t } = useTranslation();
  const may = useMay();
  const sentence = useSentence();
  const navigate = useNavigate();
  const { key = '' } = useParams({ strict: false }) as { key?: string };
  const record = useQuery(recordQuery(key));
  const close = () => void navigate({ to: '/records', search: ((all: object) => all) as never } as never);
  const call = record.data;
  return (
    <Panel
      size="760px"
      onClose={close}
      title={
        call ? (
          <>
            {call.from} → {call.to || call.dialled} <Result result={call.result} />
          </>
        ) : (
          t('records.one')
        )
      }
    >
      {record.isPending ? (
        <Loading />
      ) : record.isError ? (
        <Failure error={record.error} retry={() => void record.refetch()} />
      ) : (
        call && (
          <div className={classes.content}>
            <Facts
              facts={[
                [t('calls.from'), `${call.from} ${call.fromName ?? ''}`],
                [t('calls.to'), `${call.to || call.dialled} ${call.toName ?? ''}`],
                [t('records.dialled'), call.dialled],
                [t('calls.direction'), call.direction && <Direction key="direction" direction={call.direction} trunk={call.trunk} />],
                [t('records.route'), call.route],
                [t('records.tag'), call.tag],
                [t('records.start'), dateTime(call.startedAt)],
                [t('records.answered'), call.answeredAt && dateTime(call.answeredAt)],
                [t('records.end'), dateTime(call.endedAt)],
                [t('records.talk'), call.answeredAt && duration(call.talkMs)],
                [
                  t('records.endedBy'),
                  ['caller', 'callee', 'system'].includes(call.endedBy) ? t(`endedBy.${call.endedBy as 'caller'}`) : call.endedBy,
                ],
                [t('records.cause'), `SIP ${call.sipStatus}${call.q850Cause ? ` · Q.850 ${call.q850Cause}` : ''}`],
                [t('records.reason'), call.reason && sentence(call.reason).text],
              ]}
            />
            <Tabs defaultValue="events" keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="events">{t('records.events')}</Tabs.Tab>
                <Tabs.Tab value="legs">{t('records.legs', { count: call.legs?.length ?? 0 })}</Tabs.Tab>
                <Tabs.Tab value="plan">{t('records.plan')}</Tabs.Tab>
                {may('traces.view') && <Tabs.Tab value="trace">{t('records.trace')}</Tabs.Tab>}
              </Tabs.List>
              <Tabs.Panel value="events" pt="md">
                <EventList callId={call.callId} start={call.startedAt} />
              </Tabs.Panel>
              <Tabs.Panel value="legs" pt="md">
                <LegList legs={call.legs ?? []} />
              </Tabs.Panel>
              <Tabs.Panel value="plan" pt="md">
                <ReasonList reasons={(call.planReasons ?? []).map(splitReason)} />
              </Tabs.Panel>
              <Tabs.Panel value="trace" pt="md">
                <TraceView callId={call.callId} />
              </Tabs.Panel>
            </Tabs>
          </div>
        )
      )}
    </Panel>
  );
}

/** A record keeps its reasons as "rule: sentence". */
function splitReason(text: string): { rule: string; outcome: string } {
  const match = text.match(/^(\w+): (.*)$/s);
  return match ? { rule: match[1] ?? '', outcome: match[2] ?? '' } : { rule: '', outcome: text };
}
