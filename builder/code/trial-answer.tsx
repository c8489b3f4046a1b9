import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../runtime/compile/plan.ts';
import type { ScriptRunAnswer } from '../../schemas/generated/api.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument } from '../editing/react/session.tsx';
import { handedOn, resultsOf } from './trial-values.ts';
import { SensitiveChip, useValueAbout, useValueName } from './value-words.tsx';
import { sensitiveFrom, type VisibleValue } from './visible-values.ts';

interface AnswerProps {
  answer: ScriptRunAnswer;
  given: { value: VisibleValue; json: JsonValue }[];
  /** Milliseconds. */
  limit: number;
  onGoTo: (line: number) => void;
}

/** What a trial gave: result or what went wrong and where, time against the limit, what was read, what was noted. */
export function TrialAnswer({ answer, given, limit, onGoTo }: AnswerProps) {
  const { t } = useTranslation();
  const { outcome, cpuMs, log = [], line } = answer;
  return (
    <div className="trial-result">
      {outcome.ok ? (
        <Results value={outcome.value} given={given} />
      ) : (
        <Alert
          type="error"
          showIcon
          title={t(`code.failed.${outcome.kind}`, { defaultValue: t('code.failed.error') })}
          description={outcome.message}
          action={
            line !== undefined && (
              <Button size="small" onClick={() => onGoTo(line)}>
                {t('code.goToLine', { line })}
              </Button>
            )
          }
        />
      )}
      <Time used={cpuMs} limit={limit} />
      <h4>{t('code.log')}</h4>
      {log.length === 0 ? (
        <p className="code-note">{t('code.log.none')}</p>
      ) : (
        <ol className="trial-log">
          {log.map((words, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and never move
            <li key={i}>{words}</li>
          ))}
        </ol>
      )}
      <Reads reads={answer.reads ?? []} given={given} />
    </div>
  );
}

function Results({ value, given }: { value: JsonValue; given: AnswerProps['given'] }) {
  const { t } = useTranslation();
  const nameOf = useValueName();
  const known = knownValues(useDocument());
  const results = resultsOf(value);
  const named = (path: string) => (known.has(path) ? nameOf(known.get(path)!) : path || t('code.result'));
  const sensitive = given.flatMap((one) => (one.value.sensitivity >= sensitiveFrom ? [{ path: one.value.path, value: one.json }] : []));
  const out = handedOn(sensitive, results);
  return (
    <>
      <h4>{t('code.result')}</h4>
      <ul className="value-list">
        {results.map(({ path, value: part }) => (
          <li key={path}>
            <span>{named(path)}</span>
            <b>{typeof part === 'string' ? part : JSON.stringify(part)}</b>
          </li>
        ))}
      </ul>
      {out.map(({ from, to }) => (
        <Alert
          key={`${from} ${to}`}
          type="warning"
          showIcon
          title={t('code.handedOn', { from: named(from), to: named(to), level: known.get(from)?.sensitivity ?? sensitiveFrom })}
          description={t('code.handedOn.what', { level: known.get(to)?.sensitivity ?? 2 })}
        />
      ))}
    </>
  );
}

function Time({ used, limit }: { used: number; limit: number }) {
  const { t } = useTranslation();
  const words = t('code.time', { used: used < 0.1 ? '0.1' : String(Math.round(used * 10) / 10), limit });
  return (
    <p className="trial-time">
      <meter min={0} max={limit} value={Math.min(used, limit)} aria-label={words} />
      <span>{words}</span>
    </p>
  );
}

function Reads({ reads, given }: { reads: readonly string[]; given: AnswerProps['given'] }) {
  const { t } = useTranslation();
  const nameOf = useValueName();
  const about = useValueAbout();
  const unread = given.filter(({ value }) => !reads.includes(value.path));
  const shown = reads.flatMap((path) => given.find(({ value }) => value.path === path)?.value ?? []);
  return (
    <>
      <h4>{t('code.reads')}</h4>
      {shown.length === 0 ? (
        <p className="code-note">{t('code.reads.none')}</p>
      ) : (
        <ul className="value-list">
          {shown.map((value) => (
            <li key={value.path}>
              <span>
                {nameOf(value)} <small>{about(value)}</small>
              </span>
              {value.sensitivity >= sensitiveFrom && <SensitiveChip level={value.sensitivity} />}
            </li>
          ))}
        </ul>
      )}
      {unread.length > 0 && (
        <p className="code-note">{t('code.reads.unread', { names: unread.map(({ value }) => nameOf(value)).join(t('code.comma')) })}</p>
      )}
    </>
  );
}
