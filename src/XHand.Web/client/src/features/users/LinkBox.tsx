import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/shared/api/problemText';
import { Section } from '@/shared/forms/Section';
import { dateTime } from '@/shared/text/format';
import { CopyText } from '@/shared/ui/CopyText';
import { makeLink } from './api';
import classes from './LinkBox.module.css';

/** The one-time link by which a person sets their own password: nobody else ever knows it. */
export function LinkBox({ login, hasPassword }: { login: string; hasPassword: boolean }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const link = useMutation({ mutationFn: () => makeLink(login) });
  const url = link.data ? new URL(link.data.link, window.location.origin).href : '';
  return (
    <Section title={t('users.link')} text={hasPassword ? t('users.linkResets') : t('users.linkSets')}>
      {url ? (
        <>
          <CopyText label={t('users.link')} value={url} />
          <p className="x-muted" role="status">
            {t('users.linkUntil', { when: dateTime(link.data?.expiresAt) })}
          </p>
        </>
      ) : (
        <div>
          <Button variant="default" leftSection={<IconLink size={16} aria-hidden />} loading={link.isPending} onClick={() => link.mutate()}>
            {t('users.makeLink')}
          </Button>
          {link.isError && (
            <p role="alert" className={classes.error}>
              {problemText(link.error)}
            </p>
          )}
        </div>
      )}
    </Section>
  );
}
