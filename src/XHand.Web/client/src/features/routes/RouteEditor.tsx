import { MultiSelect, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { callClasses } from '@/features/extensions/api';
import { trunkKind } from '@/features/trunks/api';
import type { Route, RouteBody } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isName, isPattern } from '@/shared/forms/rules';
import { Row, Section } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useList } from '@/shared/site/siteKind';
import { useRecord } from '@/shared/site/useRecord';
import { exampleOf, rewritten, routeKind } from './api';
import classes from './RouteEditor.module.css';

export function RouteEditor() {
  const { t } = useTranslation();
  return (
    <KindEditor
      kind={routeKind}
      title={(present) => (present ? `${t('routes.one')} ${present.name}` : t('routes.create'))}
      Form={RouteForm}
    />
  );
}

type Values = Required<Omit<RouteBody, 'class'>> & { name: string; class: string };

const fresh: Values = {
  name: '',
  active: true,
  direction: 'outbound',
  pattern: '',
  order: 100,
  checkClass: true,
  class: '',
  record: false,
  trunks: [],
  strip: 0,
  prefix: '',
  suffix: '',
  falseRingback: false,
};

function RouteForm(frame: EditorFrame<Route>) {
  const { present } = frame;
  const { t } = useTranslation();
  const { data: trunks } = useList(trunkKind);
  const record = useRecord(routeKind, frame);
  const form = useForm<Values>({
    initialValues: present ? { ...fresh, ...present, class: present.class ?? '' } : fresh,
    validate: {
      name: (name) => record.keyDefect(name, (key) => isName(key, 40), t('rule.name', { count: 40 })),
      pattern: (pattern) => (isPattern(pattern) ? null : t('rule.pattern')),
      trunks: (names, values) => (values.direction === 'outbound' && names.length === 0 ? t('rule.needsTrunk') : null),
    },
  });
  const { values } = form;
  const isOutbound = values.direction === 'outbound';
  const name = present?.name ?? values.name.trim();
  const example = isPattern(values.pattern) ? exampleOf(values.pattern) : '';

  const save = async ({ name: _, class: callClass, ...fields }: Values) => {
    await record.put(name, callClass ? { ...fields, class: callClass as Route['class'] } : fields);
  };

  return (
    <RecordForm form={form} save={save} {...record.frame} what={t('routes.what', { name })}>
      {!present && <TextInput label={t('routes.name')} required data-autofocus maxLength={40} {...form.getInputProps('name')} />}
      <Switch label={t('routes.active')} {...form.getInputProps('active', { type: 'checkbox' })} />
      <SegmentedControl
        aria-label={t('routes.direction')}
        data={[
          { value: 'outbound', label: t('routes.outboundLong') },
          { value: 'inbound', label: t('routes.inboundLong') },
        ]}
        {...form.getInputProps('direction')}
      />
      <TextInput
        label={t('routes.pattern')}
        description={t('routes.patternHint')}
        required
        classNames={{ input: 'x-mono' }}
        placeholder={isOutbound ? '0XX9XXXXXXXX' : '21XXXX1700'}
        spellCheck={false}
        {...form.getInputProps('pattern')}
      />
      <Row>
        <MultiSelect
          label={t('routes.trunks')}
          description={isOutbound ? t('routes.trunksHint') : t('routes.trunksInboundHint')}
          data={(trunks ?? []).map((trunk) => trunk.name)}
          required={isOutbound}
          nothingFoundMessage={t('routes.noTrunks')}
          searchable
          {...form.getInputProps('trunks')}
        />
        <NumberInput
          label={t('routes.order')}
          description={t('routes.orderHint')}
          min={1}
          max={9999}
          allowDecimal={false}
          {...form.getInputProps('order')}
        />
      </Row>
      <Section title={t('routes.rewrite')} text={t('routes.rewriteHint')}>
        <Row>
          <NumberInput label={t('routes.strip')} min={0} max={20} allowDecimal={false} {...form.getInputProps('strip')} />
          <TextInput label={t('routes.prefix')} classNames={{ input: 'x-mono' }} {...form.getInputProps('prefix')} />
          <TextInput label={t('routes.suffix')} classNames={{ input: 'x-mono' }} {...form.getInputProps('suffix')} />
        </Row>
        {example && (
          <p className={classes.example} role="status">
            {t('routes.example')} <code>{example}</code> <span aria-hidden>→</span> <span className="x-sr-only">{t('routes.becomes')}</span>{' '}
            <code>{rewritten(example, values)}</code>
          </p>
        )}
      </Section>
      {isOutbound && (
        <Section title={t('routes.rules')}>
          <Switch
            label={t('routes.checkClass')}
            description={t('routes.checkClassHint')}
            {...form.getInputProps('checkClass', { type: 'checkbox' })}
          />
          <Select
            label={t('routes.class')}
            data={[
              { value: '', label: t('routes.classByNumber') },
              ...callClasses.map((each) => ({ value: each as string, label: t(`callClass.${each}`) })),
            ]}
            {...form.getInputProps('class')}
          />
          <Switch
            label={t('routes.falseRingback')}
            description={t('routes.falseRingbackHint')}
            {...form.getInputProps('falseRingback', { type: 'checkbox' })}
          />
          <Switch label={t('routes.record')} {...form.getInputProps('record', { type: 'checkbox' })} />
        </Section>
      )}
    </RecordForm>
  );
}
