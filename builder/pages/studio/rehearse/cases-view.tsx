import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PlayablePlan } from '../../../../runtime/cases/index.ts';
import type { CaseTest, Text } from '../../../../schemas/generated/documents.ts';
import { type CaseBench, type CaseTarget, generateCase, useCaseResults } from '../../../api/bench.ts';
import { problemOf } from '../../../api/client.ts';
import { useDocument, useExecute, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { announce } from '../../../ui/live.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { CaseSheet } from './case-sheet.tsx';
import { Mending } from './mending.tsx';
import { percent } from './words.ts';

interface Props {
  playable: PlayablePlan;
  onOpen(test: CaseTest, step?: number, problems?: readonly Text[]): void;
  onRehearse(): void;
}

/** All cases with their last result, what none of them reaches, and one of them opened. */
export function CasesView({ playable, onOpen, onRehearse }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { id, autosave } = useScenarioSession();
  const { cases } = useDocument();
  useSaveState();
  const { data, error, refetch } = useCaseResults(id, autosave.rev());
  const [params, setParams] = useSearchParams();
  const open = cases[params.get('open') ?? ''];
  const show = (which: string | undefined) => setParams(which === undefined ? { view: 'cases' } : { view: 'cases', open: which });
  if (open) return <CaseSheet key={open.id} playable={playable} test={open} onOpen={onOpen} onClose={() => show(undefined)} />;
  const results = new Map(data?.cases.map((one) => [one.id, one]));
  const list = Object.values(cases).sort((a, b) => Number(results.get(a.id)?.passed ?? true) - Number(results.get(b.id)?.passed ?? true));
  return (
    <div className="cases">
      {data?.state === 'done' && <Mending playable={playable} results={data.cases} />}
      {/* What is left to do stands before the long list of what is done. */}
      {data && data.state === 'done' && data.uncovered.length > 0 && <UncoveredList list={data.uncovered} names={text} />}
      <Sheet title={t('cases.title')} note={t('cases.words')}>
        {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={4} />}
        {data && <Summary data={data} />}
        {list.length === 0 ? (
          <EmptyState title={t('cases.empty')} action={<Button onClick={onRehearse}>{t('cases.empty.go')}</Button>} />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
          <div className="list-scroll" role="region" aria-label={t('cases.title')} tabIndex={0}>
            <table className="list">
              <thead>
                <tr>
                  <th scope="col">{t('cases.column.case')}</th>
                  <th scope="col">{t('cases.column.result')}</th>
                  <th scope="col">{t('cases.column.why')}</th>
                </tr>
              </thead>
              <tbody>
                {list.map((test) => (
                  <CaseRow key={test.id} test={test} result={results.get(test.id)} onShow={() => show(test.id)} onOpen={onOpen} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Sheet>
      {data && data.state === 'done' && data.uncovered.length === 0 && list.length > 0 && (
        <p className="persona-none">{t('cases.uncovered.none')}</p>
      )}
    </div>
  );
}

function Summary({ data }: { data: CaseBench }) {
  const { t } = useTranslation();
  if (data.state === 'none') return null;
  if (data.state !== 'done' && data.state !== 'running') return <Alert type="warning" showIcon title={t(`cases.state.${data.state}`)} />;
  const { passed, total, share, parts } = data;
  return (
    <p role="status" className="cases-summary">
      {data.state === 'running' ? (
        <Chip tone="going">{t('cases.badge.running')}</Chip>
      ) : (
        <Chip tone={passed === total ? 'done' : 'red'}>{t('cases.badge', { passed, total, share: percent(share) })}</Chip>
      )}
      {parts && (
        <small>
          {t('cases.parts', {
            nodes: `${parts.nodes.covered}/${parts.nodes.total}`,
            edges: `${parts.edges.covered}/${parts.edges.total}`,
            outcomes: `${parts.outcomes.covered}/${parts.outcomes.total}`,
            rows: `${parts.rows.covered}/${parts.rows.total}`,
          })}
        </small>
      )}
    </p>
  );
}

interface RowProps {
  test: CaseTest;
  result: CaseBench['cases'][number] | undefined;
  onShow(): void;
  onOpen: Props['onOpen'];
}

function CaseRow({ test, result, onShow, onOpen }: RowProps) {
  const { t } = useTranslation();
  const text = useText();
  const first = result?.problems[0];
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={onShow}>
          {text(test.name)}
        </button>
      </th>
      <td>
        {result ? (
          <Chip tone={result.passed ? 'done' : 'red'}>{t(result.passed ? 'cases.passed' : 'cases.failed')}</Chip>
        ) : (
          <Chip tone="idle">{t('cases.notRun')}</Chip>
        )}
      </td>
      <td>
        {first ? (
          <>
            {text(first.message)}{' '}
            <button type="button" className="link-button" onClick={() => onOpen(test, first.step, wordsAt(result, first.step))}>
              {first.step === undefined ? t('cases.openEnd') : t('cases.openAt', { number: first.step + 1 })}
            </button>
          </>
        ) : (
          result && t(`cases.status.${result.status}`)
        )}
      </td>
    </tr>
  );
}

/** What was not as the case says at the step it is opened at. */
const wordsAt = (result: RowProps['result'], step: number | undefined): Text[] =>
  (result?.problems ?? []).filter((one) => one.step === step).map(({ message }) => message);

type Uncovered = CaseBench['uncovered'][number];

/** Branches no case reaches, each with a button that makes a case for it; what only follows from them is folded. */
function UncoveredList({ list, names }: { list: readonly Uncovered[]; names: ReturnType<typeof useText> }) {
  const { t } = useTranslation();
  const [near, behind] = [list.filter((one) => one.near), list.filter((one) => !one.near)];
  return (
    <Sheet title={t('cases.uncovered', { count: list.length })} note={t('cases.uncovered.words')}>
      {near.length > 0 && (
        <ul className="uncovered">
          {near.map((one) => (
            <UncoveredLine key={`${one.kind} ${one.id}`} one={one} name={names(one.name)} />
          ))}
        </ul>
      )}
      {behind.length > 0 && (
        <details>
          <summary>{t('cases.uncovered.behind', { count: behind.length })}</summary>
          <ul className="uncovered">
            {behind.map((one) => (
              <UncoveredLine key={`${one.kind} ${one.id}`} one={one} name={names(one.name)} />
            ))}
          </ul>
        </details>
      )}
    </Sheet>
  );
}

function UncoveredLine({ one, name }: { one: Uncovered; name: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useScenarioSession();
  const document = useDocument();
  const execute = useExecute();
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState('');
  const make = async () => {
    setBusy(true);
    setWords('');
    const target: CaseTarget = { kind: one.kind, id: one.id };
    try {
      const made = await generateCase(id, document, target);
      if (made.test) execute('case.save', { test: made.test as unknown as CaseTest });
      const said = made.found ? t('cases.generated', { name }) : text(made.reason) || t('cases.generate.failed');
      setWords(said);
      announce(said);
    } catch (error) {
      const { title, detail } = problemOf(error);
      setWords([title ?? t('cases.generate.failed'), detail].filter(Boolean).join('。'));
    }
    setBusy(false);
  };
  return (
    <li>
      <span>
        {name}
        {words && <small role="status">{words}</small>}
      </span>
      <Button size="small" loading={busy} onClick={() => void make()} aria-label={t('cases.generate.of', { name })}>
        {t('cases.generate')}
      </Button>
    </li>
  );
}
