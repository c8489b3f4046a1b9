import { PlusOutlined } from '@ant-design/icons';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import type { Exit, Sequence, Step } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { BranchShareNote, SplitShareNote } from '../branch-shares.tsx';
import { questionOf } from '../branching/answers.ts';
import { openBranching } from '../branching/branching.ts';
import { useEdgeWords } from '../edge-words.ts';
import { AddSlot } from './add-slot.tsx';
import { BranchItem } from './branch-item.tsx';
import { StepCard } from './step-card.tsx';
import { useShownOf, useSteps } from './step-view.tsx';

/** Steps one under the other, each with the ＋ of the place before it; the last one carries the ＋ of the end. */
export const SequenceList = memo(function SequenceList({
  sequence,
  level,
  top = false,
}: {
  sequence: Sequence;
  level: number;
  top?: boolean;
}) {
  return sequence.steps.map((step, i) => {
    const last = i === sequence.steps.length - 1;
    return <StepItem key={step.node} step={step} level={level} first={i === 0 && !top} exit={last ? sequence.exit : undefined} />;
  });
});

interface StepItemProps {
  step: Step;
  level: number;
  first: boolean;
  /** Of the sequence, on its last step. */
  exit: Exit | undefined;
}

const StepItem = memo(function StepItem({ step, level, first, exit }: StepItemProps) {
  const after = exit && <SequenceExit exit={exit} />;
  // The place before the first step of a branch belongs to the branch's own line.
  const before = step.enter.length > 0 && !first ? <AddSlot edges={step.enter} /> : undefined;
  if (step.type === 'node')
    return (
      <StepCard node={step.node} level={level} before={before}>
        {after}
      </StepCard>
    );
  if (step.type === 'block')
    return (
      <StepCard node={step.node} level={level} before={before}>
        <ol role="group" className="steps-block">
          <SequenceList sequence={step.body.sequence} level={level + 1} top />
        </ol>
        {after}
      </StepCard>
    );
  return <SplitItem step={step} level={level} before={before} after={after} />;
});

interface SplitProps {
  step: Extract<Step, { type: 'split' }>;
  level: number;
  before: ReactNode;
  after: ReactNode;
}

function SplitItem({ step, level, before, after }: SplitProps) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const { readOnly } = useSteps();
  const kind = pkg.scenario.nodes[step.node]?.kind;
  const chosen = kind === 'exclusive' || kind === 'inclusive';
  const asked = chosen ? questionOf(pkg, step.node) : undefined;
  return (
    <StepCard node={step.node} level={level} before={before}>
      <ol role="group" className="branches">
        {step.branches.map((branch, i) => (
          <BranchItem key={branch.edge} branch={branch} level={level + 1} index={i} count={step.branches.length} />
        ))}
      </ol>
      {chosen && (
        <p className="branches-end">
          {!readOnly && (
            <button type="button" className="plain-button link branch-add" onClick={() => openBranching({ split: step.node, path: asked })}>
              <PlusOutlined /> {t('branching.addTo')}
            </button>
          )}
          <SplitShareNote />
        </p>
      )}
      {step.branches.some((b) => !b.side) && (
        <p className="branches-end">
          {t(kind === 'parallel' ? 'flow.meet.parallel' : kind === 'inclusive' ? 'flow.meet.inclusive' : 'flow.meet.exclusive')}
        </p>
      )}
      {step.main && <MainLine edge={step.main} />}
      {after}
    </StepCard>
  );
}

/** Under which condition or decision the line goes on below a split. */
function MainLine({ edge }: { edge: string }) {
  const { t } = useTranslation();
  const words = useEdgeWords()(edge);
  return words ? (
    <p className="branches-end">
      {t('flow.goesOn', { when: words })} <BranchShareNote edge={edge} />
    </p>
  ) : null;
}

export function SequenceExit({ exit }: { exit: Exit }) {
  const { t } = useTranslation();
  const text = useText();
  const { select } = useSteps();
  const number = useShownOf(({ numbers }) => (exit.type === 'jump' ? numbers.get(exit.to) : undefined));
  const { scenario } = useDocument();
  if (exit.type === 'join') return <AddSlot edges={exit.edges} end />;
  if (exit.type === 'open') return <p className="steps-open">{t('flow.open')}</p>;
  if (exit.type !== 'jump') return null;
  return (
    <p className="steps-jump">
      <AddSlot edges={exit.edges} end />
      {t(exit.back ? 'flow.jump.back' : 'flow.jump')}{' '}
      <button type="button" className="plain-button link" onClick={() => select(exit.to)}>
        {number} {text(scenario.nodes[exit.to]?.name)}
      </button>
    </p>
  );
}
