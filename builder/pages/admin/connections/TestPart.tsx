/** One call to the other side, now: the sentence first, what to do next, and the way it took for those who want it. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest, ConnectionView } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { useTestConnection } from '../../../api/connections.ts';
import { localMinute } from '../../../data/times.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { useProblemText } from '../problem-text.ts';
import { useAdminRegion } from '../region.ts';

export function TestPart({ view }: { view: ConnectionView }) {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const { connection, resources, breaker, lastTest } = view;
  const test = useTestConnection(region.code, connection.id);
  const problemText = useProblemText();
  const [resource, setResource] = useState('');
  const result = test.data ?? lastTest;
  return (
    <section className="part" aria-labelledby="connection-test">
      <h2 id="connection-test">{t('connections.test')}</h2>
      {breaker !== 'closed' && <p className="hint">{t(`connections.breaker.${breaker}.words`)}</p>}
      <form
        className="data-form connection-test"
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate(resource ? { resource } : {});
        }}
      >
        {resources.length > 0 && (
          <label>
            <span>{t('connections.test.resource')}</span>
            <select value={resource} onChange={(event) => setResource(event.target.value)}>
              <option value="">{t('connections.test.only')}</option>
              {resources.map(({ id, name }) => (
                <option key={id} value={id}>
                  {text(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button type="primary" htmlType="submit" loading={test.isPending}>
          {t('connections.test.go')}
        </Button>
      </form>
      <div role="status" className="connection-result">
        {test.error ? <p className="field-problem">{problemText(problemOf(test.error))}</p> : result && <TestResult result={result} />}
      </div>
    </section>
  );
}

/** The sentence first, what to do next, and the way it took for those who want it. */
export function TestResult({ result }: { result: ConnectionTest }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <p>
        <Chip tone={result.ok ? 'done' : 'red'}>{text(result.words)}</Chip>{' '}
        <span className="hint number">{t('connections.test.when', { at: localMinute(result.at), ms: result.ms })}</span>
      </p>
      {result.advice && <p>{text(result.advice)}</p>}
      <details className="connection-trace">
        <summary>{t('connections.test.way')}</summary>
        <ol>
          {result.trace.map((step) => (
            <li key={step.step}>
              <span className={step.ok ? 'trace-ok' : 'trace-bad'}>
                <span aria-hidden="true">{step.ok ? '✓' : '×'}</span>
                <span className="visually-hidden">{t(step.ok ? 'connections.test.fine' : 'connections.test.bad')}</span>
              </span>
              <span>
                <b>{t(`connections.step.${step.step}`)}</b> {text(step.words)}
              </span>
              <span className="hint number">{t('connections.test.ms', { ms: step.ms })}</span>
            </li>
          ))}
        </ol>
        <p className="hint">
          {t('ui.trace')} <code className="state-trace">{result.traceId}</code>
        </p>
      </details>
    </>
  );
}
