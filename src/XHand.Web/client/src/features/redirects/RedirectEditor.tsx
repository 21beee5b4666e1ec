import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { announcementKind } from '@/features/announcements/api';
import { extensionKind } from '@/features/extensions/api';
import type { Redirect } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isDid } from '@/shared/forms/rules';
import { Row, Section } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { listQuery, useList } from '@/shared/site/siteKind';
import { useRecord } from '@/shared/site/useRecord';
import { type DestinationKind, destinationKinds, destinationOf, needsNumber, redirectKind } from './api';

export function RedirectEditor() {
  const { t } = useTranslation();
  return (
    <KindEditor
      kind={redirectKind}
      title={(present) => (present ? `${t('redirects.one')} ${present.did}` : t('redirects.create'))}
      Form={RedirectForm}
    />
  );
}

type Values = { did: string; name: string; tag: string; destination: DestinationKind; target: string };

function RedirectForm(frame: EditorFrame<Redirect>) {
  const { present } = frame;
  const { t } = useTranslation();
  const extensions = useList(extensionKind);
  const announcements = useQuery({ ...listQuery(announcementKind), retry: false });
  const record = useRecord(redirectKind, frame);
  const now = destinationOf(present?.destination ?? {});
  const form = useForm<Values>({
    initialValues: {
      did: present?.did ?? '',
      name: present?.name ?? '',
      tag: present?.tag ?? '',
      destination: destinationKinds.find((kind) => kind === now.kind) ?? 'extension',
      target: now.target,
    },
    validate: {
      did: (did) => record.keyDefect(did, isDid, t('rule.did')),
      target: (target, values) => (needsNumber(values.destination) && !target ? t('form.required') : null),
      tag: (tag) => (tag.length > 40 ? t('rule.tooLong', { count: 40 }) : null),
      name: (name) => (name.length > 80 ? t('rule.tooLong', { count: 80 }) : null),
    },
  });
  const { values } = form;
  const did = present?.did ?? values.did.trim();
  const targets =
    (values.destination === 'extension' ? extensions.data : values.destination === 'announcement' ? announcements.data : []) ?? [];

  const save = async ({ name, tag, destination, target }: Values) => {
    await record.put(did, { name, tag, destination: { [destination]: needsNumber(destination) ? target : true } });
  };

  return (
    <RecordForm form={form} save={save} {...record.frame} what={t('redirects.what', { did })}>
      <Row>
        {!present && (
          <TextInput
            label={t('redirects.did')}
            description={t('redirects.didHint')}
            inputMode="numeric"
            required
            data-autofocus
            {...form.getInputProps('did')}
          />
        )}
        <TextInput label={t('redirects.name')} description={t('redirects.nameHint')} {...form.getInputProps('name')} />
      </Row>
      <Section title={t('redirects.destination')} text={t('redirects.destinationHint')}>
        <Row>
          <Select
            label={t('redirects.kind')}
            data={destinationKinds.map((kind) => ({ value: kind, label: t(`destination.${kind}`) }))}
            {...form.getInputProps('destination')}
            onChange={(kind) => form.setValues({ destination: (kind ?? 'extension') as DestinationKind, target: '' })}
          />
          {needsNumber(values.destination) && (
            <Select
              label={values.destination === 'extension' ? t('destination.extension') : t('destination.announcement')}
              data={targets.map((each) => ({ value: each.number, label: `${each.number} ${each.name}`.trim() }))}
              searchable
              required
              limit={200}
              nothingFoundMessage={t('list.nothing')}
              {...form.getInputProps('target')}
            />
          )}
        </Row>
      </Section>
      <TextInput label={t('redirects.tag')} description={t('redirects.tagHint')} {...form.getInputProps('tag')} />
    </RecordForm>
  );
}
