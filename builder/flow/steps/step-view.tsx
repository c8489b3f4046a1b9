/**
 * 步骤视图: the flow read from top to bottom, branches indented under their split, every edit possible by keys.
 * A tree for assistive technology: steps and branches are tree items; the ＋ buttons stay reachable inside them.
 */
import { Alert } from 'antd';
import { createContext, use, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { useChecks, useDocument } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { findingsByElement } from '../findings.ts';
import '../departments.css';
import { numberSteps } from './numbers.ts';
import { SequenceList } from './sequence-list.tsx';
import './steps.css';
import { StepCard } from './step-card.tsx';
import { useStepKeys } from './use-step-keys.ts';

interface StepsContext {
  selected: string | undefined;
  select: (step: string) => void;
  open: (step: string) => void;
  problems: ReadonlyMap<string, Finding[]>;
  numbers: ReadonlyMap<string, string>;
  readOnly: boolean;
  /** Step whose name is being changed in place. */
  renaming: string | undefined;
  setRenaming: (step: string | undefined) => void;
  /** Opens the add menu of a place; the place is told by its first edge. */
  adding: string | undefined;
  setAdding: (edge: string | undefined) => void;
}
const Context = createContext<StepsContext | undefined>(undefined);

export function useSteps(): StepsContext {
  const context = use(Context);
  if (!context) throw new Error('used outside the step view');
  return context;
}

export interface StepViewProps {
  selected: string | undefined;
  /** Chooses a step without opening its settings for typing. */
  onSelect: (step: string | undefined) => void;
  /** Opens the settings and moves the focus there. */
  onOpen: (step: string) => void;
  renaming: string | undefined;
  onRename: (step: string | undefined) => void;
  adding: string | undefined;
  onAdd: (edge: string | undefined) => void;
  onHelp: () => void;
  readOnly?: boolean;
}

export function StepView(props: StepViewProps) {
  const { selected, onSelect, onOpen, renaming, onRename, adding, onAdd, readOnly = false } = props;
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { findings } = useChecks();
  const tree = useMemo(() => treeOf(pkg.scenario), [pkg.scenario]);
  const problems = useMemo(() => findingsByElement(pkg, findings), [pkg, findings]);
  const numbers = useMemo(() => numberSteps(tree), [tree]);
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useStepKeys({ root, tree, props });
  const select = useCallback((step: string) => onSelect(step), [onSelect]);
  const context = useMemo<StepsContext>(
    () => ({ selected, select, open: onOpen, problems, numbers, readOnly, renaming, setRenaming: onRename, adding, setAdding: onAdd }),
    [selected, select, onOpen, problems, numbers, readOnly, renaming, onRename, adding, onAdd],
  );
  return (
    <Context value={context}>
      <div className="steps">
        {tree.crossings.length > 0 && (
          <Alert
            type="info"
            showIcon
            className="steps-note"
            title={t('flow.crossings', {
              names: [...new Set(tree.crossings)].map((id) => `「${text(pkg.scenario.nodes[id]?.name)}」`).join(''),
            })}
          />
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an ordered list read as a tree; the order is the order of work */}
        <ol role="tree" aria-label={t('flow.steps')} ref={root} onKeyDown={onKeyDown} className="steps-root">
          <SequenceList sequence={tree.sequence} level={1} top />
        </ol>
        {tree.detached.length > 0 && (
          <section className="steps-detached">
            <h3>{t('flow.detached')}</h3>
            <p>{t('flow.detached.words')}</p>
            <ol role="tree" aria-label={t('flow.detached')} onKeyDown={onKeyDown}>
              {tree.detached.map((id) => (
                <StepCard key={id} node={id} level={1} />
              ))}
            </ol>
          </section>
        )}
      </div>
    </Context>
  );
}
