import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/shared/api/types';
import { dateTime } from '@/shared/text/format';
import { Facts } from '@/shared/ui/Facts';
import classes from './AuditDetail.module.css';
import { useAuditWords } from './words';

/** One entry: each field before and after. */
export function AuditDetail({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const words = useAuditWords();
  const before = (entry.before ?? {}) as Record<string, unknown>;
  const after = (entry.after ?? {}) as Record<string, unknown>;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return (
    <div className={classes.detail}>
      <Facts
        facts={[
          [t('audit.at'), dateTime(entry.at)],
          [t('audit.actor'), words.actor(entry.actor)],
          [t('users.email'), entry.email],
          [t('audit.address'), entry.address],
          [t('audit.through'), entry.through],
          [t('audit.number'), entry.number],
        ]}
      />
      {fields.length > 0 && (
        <table className={classes.fields}>
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{text(before[field])}</td>
                <td>{text(after[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const text = (value: unknown): string =>
  value === undefined || value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);
