import { Checkbox, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Extension, ExtensionBody } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isNumber } from '@/shared/forms/rules';
import { SecretInput } from '@/shared/forms/SecretInput';
import { Row, Section } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useRecord } from '@/shared/site/useRecord';
import { callClasses, extensionKind } from './api';

export function ExtensionEditor() {
  const { t } = useTranslation();
  return (
    <KindEditor
      kind={extensionKind}
      title={(present) => (present ? `${t('extensions.one')} ${present.number}` : t('extensions.create'))}
      Form={ExtensionForm}
    />
  );
}

type Values = Required<Omit<ExtensionBody, 'password'>> & { number: string; password: string };

const fresh: Values = {
  number: '',
  name: '',
  password: '',
  classOfService: [],
  pickupGroups: [],
  canPickup: [],
  record: false,
  digest: 'md5',
  maxRegistrations: 5,
  maxCalls: 99,
  ringSeconds: 60,
};

function ExtensionForm(frame: EditorFrame<Extension>) {
  const { present, mayChange } = frame;
  const { t } = useTranslation();
  const record = useRecord(extensionKind, frame);
  const form = useForm<Values>({
    initialValues: present ? { ...fresh, ...fieldsOf(present) } : fresh,
    validate: {
      number: (number) => record.keyDefect(number, isNumber, t('rule.number')),
      password: (password) => (password !== '' && (password.length < 8 || password.length > 64) ? t('rule.password') : null),
      name: (name) => (name.length > 80 ? t('rule.tooLong', { count: 80 }) : null),
    },
  });
  const number = present?.number ?? form.values.number.trim();

  const save = async ({ number: _, password, ...values }: Values) => {
    await record.put(number, password ? { ...values, password } : values);
  };

  return (
    <RecordForm form={form} save={save} {...record.frame} what={t('extensions.what', { number })}>
      <Row>
        {!present && (
          <TextInput
            label={t('extensions.number')}
            description={t('extensions.numberHint')}
            inputMode="numeric"
            data-autofocus
            required
            {...form.getInputProps('number')}
          />
        )}
        <TextInput
          label={t('extensions.name')}
          description={t('extensions.nameHint')}
          data-autofocus={present ? true : undefined}
          {...form.getInputProps('name')}
        />
      </Row>
      <SecretInput
        label={t('extensions.password')}
        description={t('extensions.passwordHint')}
        isSet={present?.hasPassword ?? false}
        canGenerate={mayChange}
        {...form.getInputProps('password')}
      />
      <Section title={t('extensions.classOfService')} text={t('extensions.classHint')}>
        <Checkbox.Group aria-label={t('extensions.classOfService')} {...form.getInputProps('classOfService')}>
          <Row>
            {callClasses.map((name) => (
              <Checkbox key={name} value={name} label={t(`callClass.${name}`)} />
            ))}
          </Row>
        </Checkbox.Group>
      </Section>
      <Section title={t('extensions.ringing')}>
        <Row>
          <NumberInput
            label={t('extensions.ringSeconds')}
            min={5}
            max={300}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps('ringSeconds')}
          />
          <NumberInput label={t('extensions.maxCalls')} min={1} max={99} allowDecimal={false} {...form.getInputProps('maxCalls')} />
          <NumberInput
            label={t('extensions.maxRegistrations')}
            min={1}
            max={20}
            allowDecimal={false}
            {...form.getInputProps('maxRegistrations')}
          />
        </Row>
        <Row>
          <TagsInput
            label={t('extensions.pickupGroups')}
            description={t('extensions.pickupGroupsHint')}
            {...form.getInputProps('pickupGroups')}
          />
          <TagsInput label={t('extensions.canPickup')} description={t('extensions.canPickupHint')} {...form.getInputProps('canPickup')} />
        </Row>
      </Section>
      <Section title={t('extensions.more')}>
        <Switch label={t('extensions.recordCalls')} {...form.getInputProps('record', { type: 'checkbox' })} />
        <Select
          label={t('extensions.digest')}
          description={t('extensions.digestHint')}
          data={[
            { value: 'md5', label: t('extensions.digestMd5') },
            { value: 'sha256', label: t('extensions.digestSha256') },
          ]}
          {...form.getInputProps('digest')}
        />
      </Section>
    </RecordForm>
  );
}

function fieldsOf({ hasPassword: _, ...fields }: Extension): Omit<Values, 'password'> {
  return fields;
}
