import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '@/features/users/roleName';
import { changeLanguage, languages } from '@/i18n';
import { useProblemText } from '@/shared/api/problemText';
import { type Language, sessionQuery } from '@/shared/api/session';
import type { SessionUser } from '@/shared/api/types';
import { Row } from '@/shared/forms/Section';
import { Card } from '@/shared/ui/Card';
import { Facts } from '@/shared/ui/Facts';
import { notify } from '@/shared/ui/notify';
import { Problem } from '@/shared/ui/Problem';
import { changeProfile } from './api';

/** Name and language. The language is kept on the server and comes along to every browser. */
export function OwnProfile({ user }: { user: SessionUser }) {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  const roleName = useRoleName();
  const client = useQueryClient();
  const [name, setName] = useState(user.name);
  const [language, setLanguage] = useState(user.language);
  const save = useMutation({
    mutationFn: () => changeProfile({ name: name.trim(), language }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      await changeLanguage(language as Language, true);
      notify(i18n.t('account.saved'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <Card title={t('account.profile')}>
      <Facts
        facts={[
          [t('signIn.login'), user.login],
          [t('shell.company'), user.company],
          [t('nav.roles'), user.roles.map(roleName).join(', ')],
        ]}
      />
      <form onSubmit={submit}>
        {save.isError && <Problem>{problemText(save.error)}</Problem>}
        <Row>
          <TextInput
            label={t('users.name')}
            autoComplete="name"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('shell.language')}
            data={languages.map((each) => ({ value: each.code as string, label: each.name }))}
            value={language}
            allowDeselect={false}
            onChange={(code) => setLanguage(code ?? language)}
          />
        </Row>
        <Button type="submit" mt="md" loading={save.isPending} disabled={name.trim() === user.name && language === user.language}>
          {t('action.save')}
        </Button>
      </form>
    </Card>
  );
}
