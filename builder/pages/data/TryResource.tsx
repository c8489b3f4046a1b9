/** A try with a sample person: what an answer looks like, before anybody applies. A real person is never asked about here. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResourcePage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useTryResource } from '../../api/data.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
import { Choice } from './SearchForm.tsx';

export function TryResource({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  const [sample, setSample] = useState(0);
  const run = useTryResource(page.key);
  if (page.samples.length === 0)
    return (
      <Sheet title={t('data.try')}>
        <p className="hint">{t('data.try.none')}</p>
      </Sheet>
    );
  return (
    <Sheet title={t('data.try')} note={t('data.try.words')}>
      <form
        className="data-bar"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate(page.samples[sample]?.index ?? 0);
        }}
      >
        <Choice
          label={t('data.try.who')}
          value={String(sample)}
          options={page.samples.map((one, i) => ({ value: String(i), label: text(one.label) }))}
          onChange={(value) => setSample(Number(value))}
        />
        <Button htmlType="submit" loading={run.isPending}>
          {t('data.try.go')}
        </Button>
      </form>
      <div role="status">
        {run.error && <FailedState problem={problemOf(run.error)} onRetry={() => run.reset()} />}
        {run.data && (
          <>
            <p className="data-chips">
              <Chip tone="idle">{t('data.try.sample')}</Chip>
              <span className="hint">{t('data.try.answer')}</span>
            </p>
            <dl className="facts">
              {run.data.values.map(({ id, name, value, problem }) => (
                <div key={id}>
                  <dt>{text(name)}</dt>
                  <dd>
                    <Value value={value} codes={page.document.fields[id]?.codes} />
                    {problem && <Chip tone="amber">{text(problem)}</Chip>}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </Sheet>
  );
}

type Codes = DataResourcePage['document']['fields'][string]['codes'];

function Value({ value, codes }: { value: unknown; codes: Codes }) {
  const { t } = useTranslation();
  const text = useText();
  if (value === null || value === undefined || value === '') return <span className="hint">{t('data.try.empty')}</span>;
  const one = (item: unknown): string => {
    if (typeof item === 'boolean') return t(item ? 'ui.yes' : 'ui.no');
    const code = codes?.[String(item)];
    return code ? text(code.name) : typeof item === 'object' ? JSON.stringify(item) : String(item);
  };
  return <span>{Array.isArray(value) ? value.map(one).join(t('flow.listComma')) : one(value)}</span>;
}
