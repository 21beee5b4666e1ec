import { Autocomplete, Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconArrowsSplit2, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { extensionKind } from '@/features/extensions/api';
import { trunkKind } from '@/features/trunks/api';
import { useMay } from '@/shared/api/session';
import { listQuery } from '@/shared/site/siteKind';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { type ExplainSearch, explainQuery, isComplete } from './api';
import classes from './ExplainPage.module.css';
import { Outcome } from './Outcome';
import { ReasonList } from './ReasonList';

/** Who dials what, and everything the dial plan would decide about it, without placing a call. The address holds the question. */
export function ExplainPage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as ExplainSearch;
  const [isInbound, setInbound] = useState(search.trunk !== undefined);
  const [from, setFrom] = useState(search.from ?? '');
  const [dial, setDial] = useState(search.dial ?? search.did ?? '');
  const [trunk, setTrunk] = useState(search.trunk ?? '');
  const extensions = useQuery({ ...listQuery(extensionKind), enabled: may('extensions.view') });
  const trunks = useQuery({ ...listQuery(trunkKind), enabled: may('trunks.view') });
  const answer = useQuery(explainQuery(search));

  const ask = (event: FormEvent) => {
    event.preventDefault();
    const question: ExplainSearch = isInbound
      ? { trunk: trunk || undefined, did: dial.trim() || undefined, from: numberIn(from) || undefined }
      : { from: numberIn(from) || undefined, dial: dial.trim() || undefined };
    void navigate({ to: '/explain', search: question as never });
    void answer.refetch();
  };

  const isReady = isComplete(isInbound ? { trunk, did: dial.trim() } : { from: numberIn(from), dial: dial.trim() });
  return (
    <Page title={t('nav.explain')} aside={t('explain.text')}>
      <form className={classes.question} onSubmit={ask}>
        <div className={classes.kind}>
          <SegmentedControl
            aria-label={t('explain.kind')}
            value={isInbound ? 'inbound' : 'outbound'}
            onChange={(kind) => setInbound(kind === 'inbound')}
            data={[
              { value: 'outbound', label: t('explain.fromExtension') },
              { value: 'inbound', label: t('explain.fromOutside') },
            ]}
          />
        </div>
        {isInbound ? (
          <>
            <Select
              label={t('trunks.one')}
              value={trunk}
              onChange={(name) => setTrunk(name ?? '')}
              data={(trunks.data ?? []).map((each) => each.name)}
              searchable
              nothingFoundMessage={t('list.nothing')}
            />
            <TextInput label={t('explain.did')} value={dial} inputMode="tel" onChange={(event) => setDial(event.currentTarget.value)} />
            <TextInput label={t('explain.caller')} value={from} inputMode="tel" onChange={(event) => setFrom(event.currentTarget.value)} />
          </>
        ) : (
          <>
            <Autocomplete
              label={t('explain.who')}
              value={from}
              onChange={setFrom}
              data={(extensions.data ?? []).map((each) => `${each.number} ${each.name}`.trim())}
              limit={30}
              inputMode="numeric"
            />
            <TextInput label={t('explain.dials')} value={dial} inputMode="tel" onChange={(event) => setDial(event.currentTarget.value)} />
          </>
        )}
        <Button type="submit" disabled={!isReady} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
          {t('explain.ask')}
        </Button>
      </form>
      <div aria-live="polite" className={classes.answer}>
        {!isComplete(search) ? (
          <EmptyState icon={IconArrowsSplit2} title={t('explain.empty')} text={t('explain.emptyText')} />
        ) : answer.isPending ? (
          <Loading rows={5} />
        ) : answer.isError ? (
          <Failure error={answer.error} retry={() => void answer.refetch()} />
        ) : (
          <div className={classes.columns}>
            <section className={classes.card}>
              <h2>{t('explain.decisions')}</h2>
              <ReasonList reasons={answer.data.reasons} />
            </section>
            <section className={classes.card}>
              <h2>{t('explain.outcome')}</h2>
              <Outcome answer={answer.data} />
            </section>
          </div>
        )}
      </div>
    </Page>
  );
}

/** "1700 Ana" was chosen from the list; the number is what counts. */
const numberIn = (text: string): string => text.trim().split(/\s+/)[0] ?? '';
