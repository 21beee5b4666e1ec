import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/shared/api/problemText';
import { isName } from '@/shared/forms/rules';
import { useWord } from '@/shared/text/useWord';
import { CopyText } from '@/shared/ui/CopyText';
import { Panel } from '@/shared/ui/Panel';
import { Problem } from '@/shared/ui/Problem';
import { apiKeysQuery, makeKey, scopes } from './api';
import classes from './NewKey.module.css';

/** A new key: its name, what it may do, and then its text, this once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const problemText = useProblemText();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name: '', scopes: [] as string[] },
    validate: {
      name: (name) => (isName(name, 80) ? null : t('rule.name', { count: 80 })),
      scopes: (chosen) => (chosen.length === 0 ? t('apiKeys.needsScope') : null),
    },
  });
  const make = useMutation({
    mutationFn: (values: { name: string; scopes: string[] }) => makeKey({ name: values.name.trim(), scopes: values.scopes }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });

  return (
    <Panel title={t('apiKeys.create')} onClose={onClose}>
      {make.data ? (
        <div className={classes.form}>
          <Alert variant="outline" color="orange" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {t('apiKeys.once')}
          </Alert>
          <CopyText label={t('apiKeys.text')} value={make.data.key} />
          <p className="x-muted">{t('apiKeys.use')}</p>
          <pre className={classes.example}>Authorization: Bearer {make.data.key}</pre>
          <div>
            <Button onClick={onClose}>{t('apiKeys.done')}</Button>
          </div>
        </div>
      ) : (
        <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => make.mutate(values))}>
          {make.isError && <Problem>{problemText(make.error)}</Problem>}
          <TextInput
            label={t('apiKeys.name')}
            description={t('apiKeys.nameHint')}
            required
            data-autofocus
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <Checkbox.Group label={t('apiKeys.scopes')} description={t('apiKeys.scopesHint')} {...form.getInputProps('scopes')}>
            <div className={classes.scopes}>
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={word('scope', scope)} />
              ))}
            </div>
          </Checkbox.Group>
          <div>
            <Button type="submit" loading={make.isPending}>
              {t('apiKeys.make')}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  );
}
