import { MultiSelect, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { callClasses } from '@/features/extensions/api';
import { trunkKind } from '@/features/trunks/api';
import { RecordForm } from '@/shared/forms/RecordForm';
import { isPattern } from '@/shared/forms/rules';
import { Row, Section } from '@/shared/forms/Section';
import { type EditorFrame, KindEditor } from '@/shared/site/KindEditor';
import { useDelete, useList, usePut } from '@/shared/site/siteKind';
import { exampleOf, type Route, type RouteBody, rewritten, routeKind } from './api';
import classes from './RouteEditor.module.css';

export function RouteEditor() {
  const { t } = useTranslation();
  const { key } = useParams({ strict: false }) as { key?: string };
  return (
    <KindEditor kind={routeKind} recordKey={key} title={(present) => (present ? `${t('routes.one')} ${present.name}` : t('routes.create'))}>
      {(frame) => <RouteForm key={key} {...frame} />}
    </KindEditor>
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

function RouteForm({ present, mayChange, close }: EditorFrame<Route>) {
  const { t } = useTranslation();
  const { data: all } = useList(routeKind);
  const { data: trunks } = useList(trunkKind);
  const put = usePut(routeKind);
  const remove = useDelete(routeKind);
  const form = useForm<Values>({
    initialValues: present ? { ...fresh, ...present, class: present.class ?? '' } : fresh,
    validate: {
      name: (name) =>
        present
          ? null
          : name.trim() === '' || name.length > 40
            ? t('rule.name', { count: 40 })
            : all?.some((each) => each.name === name.trim())
              ? t('rule.taken')
              : null,
      pattern: (pattern) => (isPattern(pattern) ? null : t('rule.pattern')),
      trunks: (names, values) => (values.direction === 'outbound' && names.length === 0 ? t('rule.needsTrunk') : null),
    },
  });
  const { values } = form;
  const isOutbound = values.direction === 'outbound';
  const name = present?.name ?? values.name.trim();
  const example = isPattern(values.pattern) ? exampleOf(values.pattern) : '';

  const save = async ({ name: _, class: callClass, ...fields }: Values) => {
    await put.mutateAsync({ key: name, body: callClass ? { ...fields, class: callClass as Route['class'] } : fields });
  };

  return (
    <RecordForm
      form={form}
      save={save}
      done={close}
      cancel={close}
      remove={present && (() => remove.mutateAsync(present.name))}
      what={t('routes.what', { name })}
      mayChange={mayChange}
    >
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
