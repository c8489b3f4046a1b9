import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaseProblem, type PlayablePlan, playCase } from '../../../../runtime/cases/index.ts';
import type { CaseTest, Text } from '../../../../schemas/generated/documents.ts';
import { useExecute, useHistory } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Sheet } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { TextEntry } from '../../../ui/text-entry.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Passed } from './comparison.tsx';
import { ExpectationTable } from './expectation-table.tsx';
import { labelOfStep } from './step-words.ts';
import { useRunScript } from './use-run-script.ts';

interface Props {
  playable: PlayablePlan;
  test: CaseTest;
  /** Rehearses it up to this step; to its end without one. */
  onOpen(test: CaseTest, step?: number, problems?: readonly Text[]): void;
  onClose(): void;
}

/** One case: how it went just now, where it stopped, what is done in it step by step, and what it must come to. */
export function CaseSheet({ playable, test, onOpen, onClose }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const { undo } = useHistory();
  const problems = useProblems(playable, test);
  const save = (next: CaseTest) => execute('case.save', { test: next });
  const stopped = problems?.find(({ step }) => step !== undefined)?.step;
  const open = (step: number | undefined) =>
    onOpen(
      test,
      step,
      problems?.filter((one) => one.step === step).map(({ message }) => message),
    );
  const remove = () => {
    if (!execute('case.remove', { id: test.id })) return;
    onClose();
    showToast(t('cases.removed', { name: text(test.name) }), { label: t('editing.undo'), run: undo });
  };
  return (
    <Sheet
      className="case-sheet"
      title={text(test.name)}
      note={problems && (problems.length === 0 ? t('cases.sheet.passed') : t('cases.sheet.failed', { count: problems.length }))}
      actions={
        <>
          <Button onClick={onClose}>{t('cases.sheet.close')}</Button>
          <Button type="primary" onClick={() => open(stopped)}>
            {t(stopped === undefined ? 'cases.sheet.open' : 'cases.sheet.openAt', { number: (stopped ?? 0) + 1 })}
          </Button>
        </>
      }
    >
      {!problems && <Skeleton lines={3} />}
      {problems && problems.length > 0 && (
        <ul className="case-problems" aria-label={t('cases.sheet.problems')}>
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.about ?? ''} ${problem.message['zh-CN']}`}>
              {problem.step !== undefined && <b>{t('cases.sheet.at', { number: problem.step + 1 })} </b>}
              {text(problem.message)}
            </li>
          ))}
        </ul>
      )}
      <TextEntry
        label={t('cases.name')}
        value={text(test.name)}
        onCommit={(name) => name.trim() && save({ ...test, name: { 'zh-CN': name.trim() } })}
      />
      <h3>{t('cases.expect')}</h3>
      <ExpectationTable
        plan={playable.plan}
        expect={test.expect}
        problems={problems ?? []}
        onChange={(expect) => save({ ...test, expect })}
      />
      <h3>{t('cases.steps')}</h3>
      <ol className="case-steps">
        {test.steps.map((step, index) => {
          const label = labelOfStep(playable.plan, step, text);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the case
            <li key={index} className={index === stopped ? 'case-step-stopped' : ''} aria-current={index === stopped ? 'step' : undefined}>
              <span>
                {t(label.key, { name: text(label.name) })}
                {step.at && <small>{step.at.replace('T', ' ').slice(0, 16)}</small>}
              </span>
              <Button size="small" onClick={() => open(index)} aria-label={t('cases.openStep.of', { number: index + 1 })}>
                {t('cases.openStep')}
              </Button>
            </li>
          );
        })}
      </ol>
      <p className="page-actions">
        <Passed passed={problems?.length === 0} />
        <Button danger onClick={remove}>
          {t('cases.remove')}
        </Button>
      </p>
    </Sheet>
  );
}

/** Plays the case here whenever it or the flow changes. */
function useProblems(playable: PlayablePlan, test: CaseTest): readonly CaseProblem[] | undefined {
  const [found, setFound] = useState<readonly CaseProblem[]>();
  const runScript = useRunScript();
  useEffect(() => {
    let current = true;
    void playCase(playable.plan, test, { answerCall: ({ script, input }) => runScript(script, input), broken: playable.broken }).then(
      (run) => {
        if (current) setFound('stuck' in run ? [run.stuck] : run.problems);
      },
    );
    return () => {
      current = false;
    };
  }, [playable, test, runScript]);
  return found;
}
