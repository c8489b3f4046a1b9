/**
 * 步骤视图: the flow read from top to bottom, branches indented under their split, every edit possible by keys.
 * A tree for assistive technology: steps and branches are tree items; the ＋ buttons stay reachable inside them.
 */
import { replaceEqualDeep } from '@tanstack/react-query';
import { Alert } from 'antd';
import { createContext, use, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { isGateway } from '../../editing/graph.ts';
import { useChecks, useDocument } from '../../editing/react/session.tsx';
import { shareTree } from '../../editing/share-tree.ts';
import { type StepTree, treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { findingsByElement } from '../findings.ts';
import { FirstStep } from './first-step.tsx';
import '../departments.css';
import { placeAfter } from './neighbours.ts';
import { numberSteps } from './numbers.ts';
import { SequenceList } from './sequence-list.tsx';
import './steps.css';
import { useStepDrag } from './use-step-drag.ts';
import { useStepKeys } from './use-step-keys.ts';

/** What changes often; every step listens only to what is said of itself, so choosing one draws two anew, not two hundred. */
interface Focus {
  selected: string | undefined;
  /** Step whose name is being changed in place. */
  renaming: string | undefined;
  /** The step being named was added a moment ago: Enter goes on to the next one. */
  fresh: boolean;
  /** First edge of the place whose add menu is open. */
  adding: string | undefined;
}

interface StepsContext {
  focus: StoreApi<Focus>;
  shown: StoreApi<Shown>;
  select: (step: string) => void;
  open: (step: string) => void;
  readOnly: boolean;
  setRenaming: (step: string | undefined, fresh?: boolean) => void;
  /** Opens the add menu of the place behind a step; false when there is none. */
  addBehind: (step: string) => boolean;
  /** Opens the add menu of a place; the place is told by its first edge. */
  setAdding: (edge: string | undefined) => void;
}
const Context = createContext<StepsContext | undefined>(undefined);

export function useSteps(): StepsContext {
  const context = use(Context);
  if (!context) throw new Error('used outside the step view');
  return context;
}

/** What the order of the steps and the last checks say of each step. */
interface Shown {
  numbers: ReadonlyMap<string, string>;
  problems: ReadonlyMap<string, Finding[]>;
}

/** A question about what is said of the steps, answered anew only when the answer changes. */
export function useShownOf<T>(question: (shown: Shown) => T): T {
  return useStore(useSteps().shown, question);
}

/** A question about the focus, answered anew only when the answer changes. */
export function useFocusOf<T>(question: (focus: Focus) => T): T {
  return useStore(useSteps().focus, question);
}

export interface StepViewProps {
  selected: string | undefined;
  /** Chooses a step without opening its settings for typing. */
  onSelect: (step: string | undefined) => void;
  /** Opens the settings and moves the focus there. */
  onOpen: (step: string) => void;
  renaming: string | undefined;
  /** `fresh`: named for the first time. */
  onRename: (step: string | undefined, fresh?: boolean) => void;
  fresh?: boolean;
  adding: string | undefined;
  onAdd: (edge: string | undefined) => void;
  onHelp: () => void;
  readOnly?: boolean;
}

export function StepView(props: StepViewProps) {
  const { selected, onSelect, onOpen, renaming, fresh = false, onRename, adding, onAdd, readOnly = false } = props;
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { findings } = useChecks();
  const drawn = useRef<StepTree>(undefined);
  const tree = useMemo(() => {
    const next = treeOf(pkg.scenario);
    return drawn.current ? shareTree(drawn.current, next) : next;
  }, [pkg.scenario]);
  drawn.current = tree;
  const problems = useMemo(() => findingsByElement(pkg, findings), [pkg, findings]);
  const numbers = useMemo(() => numberSteps(tree), [tree]);
  const [shown] = useState(() => createStore<Shown>(() => ({ numbers, problems })));
  useLayoutEffect(() => {
    // A step of which the same is said is not drawn again.
    const before = shown.getState().problems;
    shown.setState({ numbers, problems: new Map([...problems].map(([step, found]) => [step, replaceEqualDeep(before.get(step), found)])) });
  }, [shown, numbers, problems]);
  const root = useRef<HTMLOListElement>(null);
  const drag = useStepDrag();
  const onKeyDown = useStepKeys({ root, tree, props });
  const select = useCallback((step: string) => onSelect(step), [onSelect]);
  const [focus] = useState(() => createStore<Focus>(() => ({ selected, renaming, fresh, adding })));
  useLayoutEffect(() => focus.setState({ selected, renaming, fresh, adding }), [focus, selected, renaming, fresh, adding]);
  const now = useRef({ tree, scenario: pkg.scenario });
  now.current = { tree, scenario: pkg.scenario };
  const addBehind = useCallback(
    (step: string) => {
      // Behind a split, its branches come first: which of them is the person's choice.
      const [edge] = isGateway(now.current.scenario.nodes[step]) ? [] : (placeAfter(now.current.tree, step) ?? []);
      if (edge !== undefined) onAdd(edge);
      return edge !== undefined;
    },
    [onAdd],
  );
  const context = useMemo<StepsContext>(
    () => ({ focus, shown, select, open: onOpen, readOnly, setRenaming: onRename, setAdding: onAdd, addBehind }),
    [focus, shown, select, onOpen, readOnly, onRename, onAdd, addBehind],
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
        <ol role="tree" aria-label={t('flow.steps')} ref={root} onKeyDown={onKeyDown} className="steps-root" {...drag}>
          <SequenceList sequence={tree.sequence} level={1} top />
        </ol>
        {!readOnly && <FirstStep tree={tree} />}
        {tree.events.length > 0 && (
          <section className="steps-events">
            <h3>{t('flow.events')}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above */}
            <ol role="tree" aria-label={t('flow.events')} onKeyDown={onKeyDown}>
              {tree.events.map((sequence) => (
                <SequenceList key={sequence.steps[0]?.node} sequence={sequence} level={1} top />
              ))}
            </ol>
          </section>
        )}
        {tree.detached.length > 0 && (
          <section className="steps-detached">
            <h3>{t('flow.detached')}</h3>
            <p>{t('flow.detached.words')}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above */}
            <ol role="tree" aria-label={t('flow.detached')} onKeyDown={onKeyDown}>
              {tree.loose.map((sequence) => (
                <SequenceList key={sequence.steps[0]?.node} sequence={sequence} level={1} top />
              ))}
            </ol>
          </section>
        )}
      </div>
    </Context>
  );
}
