import { MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Trunk, TrunkBody, TrunkStatus } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isPlainName } from '@/shared/forms/rules';
import { SecretInput } from '@/shared/forms/SecretInput';
import { Row, Section } from '@/shared/forms/Section';
import { useTopic } from '@/shared/live/useLive';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useRecord } from '@/shared/site/useRecord';
import { trunkKind } from './api';
import { TrunkState } from './TrunkState';

export function TrunkEditor() {
  const { t } = useTranslation();
  const { key } = useParams({ strict: false }) as { key?: string };
  const status = useTopic<TrunkStatus>('trunks')?.items.find((each) => each.name === key);
  return (
    <KindEditor
      kind={trunkKind}
      title={(present) =>
        present ? (
          <>
            {t('trunks.one')} {present.name} <TrunkState status={status} />
          </>
        ) : (
          t('trunks.create')
        )
      }
      Form={TrunkForm}
    />
  );
}

type Values = Required<Omit<TrunkBody, 'password'>> & { name: string; password: string };

const fresh: Values = {
  name: '',
  enabled: true,
  host: '',
  port: 5060,
  transport: 'udp',
  register: false,
  registerSeconds: 3600,
  login: '',
  password: '',
  fromDomain: '',
  identifyBy: 'address',
  addresses: [],
  maxCalls: 0,
  callerId: '',
  nat: false,
  codecs: ['PCMA', 'PCMU'],
  timeoutSeconds: 2,
  checkSeconds: 30,
};

function TrunkForm(frame: EditorFrame<Trunk>) {
  const { present } = frame;
  const { t } = useTranslation();
  const record = useRecord(trunkKind, frame);
  const form = useForm<Values>({
    initialValues: present ? { ...fresh, ...fieldsOf(present) } : fresh,
    validate: {
      name: (name) => record.keyDefect(name, isPlainName, t('rule.plainName')),
      host: (host) => (host.trim() === '' ? t('form.required') : null),
      login: (login, values) =>
        (values.register || values.identifyBy === 'credentials') && login.trim() === '' ? t('rule.needsLogin') : null,
      codecs: (codecs) => (codecs.length === 0 ? t('form.required') : null),
    },
  });
  const name = present?.name ?? form.values.name.trim();

  const save = async ({ name: _, password, ...values }: Values) => {
    await record.put(name, password ? { ...values, password } : values);
  };

  return (
    <RecordForm form={form} save={save} {...record.frame} what={t('trunks.what', { name })}>
      {!present && (
        <TextInput label={t('trunks.name')} description={t('trunks.nameHint')} required data-autofocus {...form.getInputProps('name')} />
      )}
      <Switch label={t('trunks.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
      <TextInput label={t('trunks.host')} description={t('trunks.hostHint')} required {...form.getInputProps('host')} />
      <Row>
        <NumberInput label={t('trunks.port')} min={1} max={65535} allowDecimal={false} hideControls {...form.getInputProps('port')} />
        <Select
          label={t('trunks.transport')}
          data={['udp', 'tcp', 'tls'].map((value) => ({ value, label: value.toUpperCase() }))}
          {...form.getInputProps('transport')}
        />
        <NumberInput
          label={t('trunks.maxCalls')}
          description={t('trunks.maxCallsHint')}
          min={0}
          max={9999}
          allowDecimal={false}
          {...form.getInputProps('maxCalls')}
        />
      </Row>
      <Section title={t('trunks.access')} text={t('trunks.accessHint')}>
        <Switch label={t('trunks.register')} {...form.getInputProps('register', { type: 'checkbox' })} />
        <TextInput label={t('trunks.login')} autoComplete="off" {...form.getInputProps('login')} />
        <SecretInput label={t('trunks.password')} isSet={present?.hasPassword ?? false} {...form.getInputProps('password')} />
        <Row>
          <TextInput label={t('trunks.fromDomain')} description={t('trunks.fromDomainHint')} {...form.getInputProps('fromDomain')} />
          {form.values.register && (
            <NumberInput
              label={t('trunks.registerSeconds')}
              min={60}
              max={86400}
              suffix=" s"
              allowDecimal={false}
              {...form.getInputProps('registerSeconds')}
            />
          )}
        </Row>
      </Section>
      <Section title={t('trunks.inbound')}>
        <Select
          label={t('trunks.identifyBy')}
          description={t('trunks.identifyByHint')}
          data={[
            { value: 'address', label: t('trunks.byAddress') },
            { value: 'credentials', label: t('trunks.byCredentials') },
          ]}
          {...form.getInputProps('identifyBy')}
        />
        <TagsInput
          label={t('trunks.addresses')}
          description={t('trunks.addressesHint')}
          placeholder="203.0.113.0/28"
          {...form.getInputProps('addresses')}
        />
      </Section>
      <Section title={t('trunks.outbound')}>
        <TextInput
          label={t('trunks.callerId')}
          description={t('trunks.callerIdHint')}
          inputMode="tel"
          {...form.getInputProps('callerId')}
        />
        <MultiSelect
          label={t('trunks.codecs')}
          description={t('trunks.codecsHint')}
          data={codecs(form.values.codecs)}
          {...form.getInputProps('codecs')}
        />
        <Row>
          <NumberInput
            label={t('trunks.timeoutSeconds')}
            description={t('trunks.timeoutHint')}
            min={1}
            max={30}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps('timeoutSeconds')}
          />
          <NumberInput
            label={t('trunks.checkSeconds')}
            description={t('trunks.checkHint')}
            min={0}
            max={3600}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps('checkSeconds')}
          />
        </Row>
        <Switch label={t('trunks.nat')} description={t('trunks.natHint')} {...form.getInputProps('nat', { type: 'checkbox' })} />
      </Section>
    </RecordForm>
  );
}

const codecs = (present: readonly string[]): string[] => [...new Set(['PCMA', 'PCMU', ...present])];

function fieldsOf({ hasPassword: _, ...fields }: Trunk): Omit<Values, 'password'> {
  return fields;
}
