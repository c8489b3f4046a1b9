/** One question to the other side the way the draft asks it: whether it is understood, and if not, what to do. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResourcePage } from '../../../schemas/generated/api.ts';
import { useTestConnection } from '../../api/connections.ts';
import { ProblemBox } from '../../data/ProblemBox.tsx';
import { useText } from '../../i18n/use-text.ts';
import { TestResult } from '../admin/connections/TestPart.tsx';
import '../admin/connections/connections.css';

export function TryConnection({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  const { id, connection, keys } = page.draftDocument ?? page.document;
  const run = useTestConnection(page.region, connection);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  return (
    <form
      className="data-form decision-form"
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate({ resource: id, draft: true, ...(Object.keys(given).length > 0 ? { keys: given } : {}) });
      }}
    >
      <p>{t('mapping.try.words')}</p>
      <div className="decision-limits">
        {Object.entries(keys).map(([key, { name }]) => (
          <label key={key}>
            <span>{text(name)}</span>
            <input
              value={values[key] ?? ''}
              maxLength={200}
              autoComplete="off"
              placeholder={t('mapping.try.sample')}
              onChange={(event) => setValues({ ...values, [key]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <div className="data-actions">
        <Button type="primary" htmlType="submit" loading={run.isPending}>
          {t('mapping.try.go')}
        </Button>
      </div>
      <ProblemBox error={run.error} />
      <div role="status" className="connection-result">
        {run.data && <TestResult result={run.data} />}
      </div>
    </form>
  );
}
