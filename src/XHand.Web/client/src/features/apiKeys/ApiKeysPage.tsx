import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/shared/api/problemText';
import { useMay } from '@/shared/api/session';
import type { ApiKey } from '@/shared/api/types';
import { dateTime } from '@/shared/text/format';
import { useWord } from '@/shared/text/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { EmptyState, Failure, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { Problem } from '@/shared/ui/Problem';
import { Question } from '@/shared/ui/Question';
import { State } from '@/shared/ui/State';
import { apiKeysQuery, revokeKey } from './api';
import { NewKey } from './NewKey';

/** The keys by which programs use the API. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const may = useMay();
  const word = useWord();
  const problemText = useProblemText();
  const client = useQueryClient();
  const keys = useQuery(apiKeysQuery);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<string>();
  const mayChange = may('keys.change');
  const revoke = useMutation({
    mutationFn: revokeKey,
    onSettled: () => {
      setRevoking(undefined);
      return client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
    },
  });
  const columns = useMemo<Column<ApiKey>[]>(
    () => [
      { id: 'name', header: t('apiKeys.name'), sortBy: (key) => key.name.toLowerCase(), cell: (key) => <strong>{key.name}</strong> },
      {
        id: 'scopes',
        header: t('apiKeys.scopes'),
        from: 900,
        cell: (key) => key.scopes.map((scope) => word('scope', scope)).join(', '),
      },
      {
        id: 'made',
        header: t('apiKeys.made'),
        from: 1200,
        width: '12rem',
        sortBy: (key) => key.createdAt,
        cell: (key) => dateTime(key.createdAt),
      },
      {
        id: 'state',
        header: t('apiKeys.state'),
        width: '14rem',
        sortBy: (key) => key.revokedAt ?? '',
        cell: (key) =>
          key.revokedAt ? (
            <State tone="idle" label={t('apiKeys.revoked', { when: dateTime(key.revokedAt) })} />
          ) : (
            <State tone="ok" label={t('apiKeys.valid')} />
          ),
      },
      {
        id: 'actions',
        header: t('calls.actions'),
        width: '9rem',
        cell: (key) =>
          mayChange &&
          !key.revokedAt && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={t('apiKeys.revokeOf', { name: key.name })}
              onClick={() => setRevoking(key.name)}
            >
              {t('apiKeys.revoke')}
            </Button>
          ),
      },
    ],
    [t, word, mayChange],
  );
  const create = mayChange ? (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      {t('apiKeys.create')}
    </Button>
  ) : undefined;

  return (
    <Page title={t('nav.apiKeys')} fills actions={keys.data?.length ? create : undefined}>
      {revoke.isError && <Problem>{problemText(revoke.error)}</Problem>}
      {keys.isPending ? (
        <Loading />
      ) : keys.isError ? (
        <Failure error={keys.error} retry={() => void keys.refetch()} />
      ) : keys.data.length === 0 ? (
        <EmptyState icon={IconKey} title={t('apiKeys.empty')} text={t('apiKeys.emptyText')} action={create} />
      ) : (
        <DataTable
          label={t('nav.apiKeys')}
          columns={columns}
          rows={keys.data}
          rowKey={(key) => `${key.name} ${key.createdAt}`}
          initialSort={{ id: 'name' }}
          rowTone={(key) => (key.revokedAt ? 'quiet' : undefined)}
        />
      )}
      {isMaking && <NewKey onClose={() => setMaking(false)} />}
      <Question
        opened={revoking !== undefined}
        title={t('apiKeys.revokeTitle', { name: revoking })}
        yes={t('apiKeys.revoke')}
        isBusy={revoke.isPending}
        onNo={() => setRevoking(undefined)}
        onYes={() => revoking !== undefined && revoke.mutate(revoking)}
      >
        {t('apiKeys.revokeText')}
      </Question>
    </Page>
  );
}
