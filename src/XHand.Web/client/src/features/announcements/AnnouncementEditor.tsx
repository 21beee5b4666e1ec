import { Autocomplete, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { languages } from '@/i18n';
import type { Announcement, AnnouncementBody } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isNumber } from '@/shared/forms/rules';
import { Row } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useRecord } from '@/shared/site/useRecord';
import { announcementKind, ownPrompts } from './api';

export function AnnouncementEditor() {
  const { t } = useTranslation();
  return (
    <KindEditor
      kind={announcementKind}
      title={(present) => (present ? `${t('announcements.one')} ${present.number}` : t('announcements.create'))}
      Form={AnnouncementForm}
    />
  );
}

type Values = Required<AnnouncementBody> & { number: string };

function AnnouncementForm(frame: EditorFrame<Announcement>) {
  const { present } = frame;
  const { t } = useTranslation();
  const record = useRecord(announcementKind, frame);
  const form = useForm<Values>({
    initialValues: present ?? { number: '', name: '', prompt: 'welcome', language: 'pt-BR' },
    validate: {
      number: (number) => record.keyDefect(number, isNumber, t('rule.number')),
      name: (name) => (name.length > 80 ? t('rule.tooLong', { count: 80 }) : null),
      prompt: (prompt) => (prompt.trim() === '' ? t('form.required') : null),
    },
  });
  const number = present?.number ?? form.values.number.trim();
  const save = ({ number: _, ...body }: Values) => record.put(number, body);

  return (
    <RecordForm form={form} save={save} {...record.frame} what={t('announcements.what', { number })}>
      <Row>
        {!present && (
          <TextInput
            label={t('extensions.number')}
            description={t('extensions.numberHint')}
            inputMode="numeric"
            required
            data-autofocus
            {...form.getInputProps('number')}
          />
        )}
        <TextInput label={t('announcements.name')} {...form.getInputProps('name')} />
      </Row>
      <Row>
        <Autocomplete
          label={t('announcements.prompt')}
          description={t('announcements.promptHint')}
          data={[...ownPrompts]}
          spellCheck={false}
          required
          {...form.getInputProps('prompt')}
        />
        <Select
          label={t('shell.language')}
          data={languages.map((each) => ({ value: each.code as string, label: each.name }))}
          allowDeselect={false}
          {...form.getInputProps('language')}
        />
      </Row>
    </RecordForm>
  );
}
