import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/shared/api/session';
import type { CompanySettings } from '@/shared/api/types';
import { RecordForm } from '@/shared/forms/RecordForm';
import { Row } from '@/shared/forms/Section';
import { Card, Cards } from '@/shared/ui/Card';
import { Facts } from '@/shared/ui/Facts';
import { Failure, Loading } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page';
import { changeCompany, companyQuery } from './api';
import { timeZones } from './timeZones';

/** What holds for the whole company. */
export function CompanyPage() {
  const { t } = useTranslation();
  const settings = useQuery({ ...companyQuery, refetchOnWindowFocus: false });
  return (
    <Page title={t('nav.company')} aside={settings.data?.name}>
      <Cards>
        {settings.isPending ? (
          <Loading />
        ) : settings.isError ? (
          <Failure error={settings.error} retry={() => void settings.refetch()} />
        ) : (
          <CompanyForm settings={settings.data} />
        )}
      </Cards>
    </Page>
  );
}

function CompanyForm({ settings }: { settings: CompanySettings }) {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      domain: settings.domain,
      areaCode: settings.areaCode,
      timeZone: settings.timeZone ?? '',
      digest: settings.digest,
    },
    validate: {
      areaCode: (code) => (code === '' || /^[1-9][1-9]$/.test(code) ? null : t('company.areaCodeRule')),
    },
  });
  const save = async ({ timeZone, ...values }: typeof form.values) => {
    const now = await changeCompany(timeZone ? { ...values, timeZone } : values);
    client.setQueryData(companyQuery.queryKey, now);
    form.resetDirty();
  };
  const stay = () => form.reset();

  return (
    <Card title={t('company.numbers')} text={t('company.text')}>
      <RecordForm
        form={form}
        save={save}
        done={() => {}}
        cancel={stay}
        what={t('company.what')}
        mayChange={may('companySettings.change')}
        isInPage
      >
        <Row>
          <TextInput
            label={t('company.areaCode')}
            description={t('company.areaCodeHint')}
            inputMode="numeric"
            maxLength={2}
            {...form.getInputProps('areaCode')}
          />
          <Select
            label={t('company.timeZone')}
            description={t('company.timeZoneHint')}
            data={timeZones(settings.timeZone)}
            searchable
            limit={200}
            nothingFoundMessage={t('list.nothing')}
            placeholder={t('company.systemZone')}
            {...form.getInputProps('timeZone')}
          />
        </Row>
        <Row>
          <TextInput
            label={t('company.domain')}
            description={t('company.domainHint')}
            spellCheck={false}
            {...form.getInputProps('domain')}
          />
          <Select
            label={t('extensions.digest')}
            description={t('extensions.digestHint')}
            allowDeselect={false}
            data={[
              { value: 'md5', label: t('extensions.digestMd5') },
              { value: 'sha256', label: t('extensions.digestSha256') },
            ]}
            {...form.getInputProps('digest')}
          />
        </Row>
        <Facts facts={[[t('company.realm'), <code key="realm">{settings.realm}</code>]]} />
      </RecordForm>
    </Card>
  );
}
