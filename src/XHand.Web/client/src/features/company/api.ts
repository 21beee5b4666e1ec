import { queryOptions } from '@tanstack/react-query';
import { request } from '@/shared/api/http';
import type { CompanySettings, CompanySettingsBody } from '@/shared/api/types';

/** Below "site", so that a change by anybody renews it. */
export const companyQuery = queryOptions({
  queryKey: ['site', 'company-settings'],
  queryFn: ({ signal }) => request<CompanySettings>('GET', '/company-settings', { signal }),
});

export const changeCompany = (body: CompanySettingsBody) => request<CompanySettings>('PUT', '/company-settings', { body });
