import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { CommentChip } from '../../comments/comment-chip.tsx';
import { StepRights } from '../../data/StepRights.tsx';
import { useExecute, usePart } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { gapStart } from '../gap-words.ts';
import { kinds, kindWord } from '../kinds.tsx';
import { departmentOf, useSentence } from '../sentence.ts';
import { CardMenu } from './card-menu.tsx';
import { useFocusOf, useShownOf, useSteps } from './step-view.tsx';
import { useDeleteStep } from './use-step-actions.tsx';

const none: readonly Finding[] = [];

interface StepCardProps {
  node: string;
  level: number;
  before?: ReactNode;
  children?: ReactNode;
}

/** One step: department, kind in a word, name, one sentence, problems in words. */
export function StepCard({ node: id, level, before, children }: StepCardProps) {
  const { t } = useTranslation();
  const text = useText();
  const { select } = useSteps();
  const number = useShownOf(({ numbers }) => numbers.get(id));
  const found = useShownOf(({ problems }) => problems.get(id)) ?? none;
  const selected = useFocusOf((focus) => focus.selected === id);
  const unchosen = useFocusOf((focus) => focus.selected === undefined);
  const node = usePart(({ scenario }) => scenario.nodes[id]);
  const department = usePart((pkg) => {
    const here = pkg.scenario.nodes[id];
    return pkg.scenario.departments[(here && departmentOf(here, pkg)) ?? ''];
  });
  const sentence = useSentence(id);
  if (!node) return null;
  const lane = text(department?.name);
  const label = [
    number ? t('flow.stepNumber', { number }) : '',
    lane,
    text(node.name),
    t(kindWord(node.kind)),
    sentence,
    found.length > 0 ? t('flow.problems', { count: found.length }) : '',
  ].filter(Boolean);
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      aria-label={label.join('，')}
      tabIndex={selected || (unchosen && number === '1') ? 0 : -1}
      data-item={id}
      data-step-id={id}
      className={`step step-${node.kind}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget) select(id);
      }}
    >
      {before}
      <Card
        id={id}
        lane={lane}
        hue={department?.hue}
        kind={node.kind}
        name={text(node.name)}
        sentence={sentence}
        problem={text(errorsFirst(found)[0]?.message)}
        problems={found.length}
        wrong={found.some((f) => f.severity === 'error')}
        lacks={node.description?.['zh-CN'].startsWith(gapStart['zh-CN']) ? text(node.description) : ''}
      />
      {children}
    </li>
  );
}

const errorsFirst = (found: readonly Finding[]) =>
  found.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));

interface CardProps {
  id: string;
  lane: string;
  hue: number | undefined;
  kind: keyof typeof kinds;
  name: string;
  sentence: string;
  /** The gravest of them in words. */
  problem: string;
  problems: number;
  /** One of them must be solved. */
  wrong: boolean;
  /** What a pasted step misses here. */
  lacks: string;
}

const Card = memo(function Card({ id, lane, hue, kind, name, sentence, problem, problems, wrong, lacks }: CardProps) {
  const { t } = useTranslation();
  const { select, open, setRenaming, readOnly } = useSteps();
  const selected = useFocusOf((focus) => focus.selected === id);
  const renaming = useFocusOf((focus) => focus.renaming === id);
  const remove = useDeleteStep();
  const Icon = kinds[kind].icon;
  const quiet = kind === 'start' || kind === 'end';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer twin of the tree item's keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    <div
      className={`card ${quiet ? 'card-quiet' : ''} ${selected ? 'card-selected' : ''}`}
      draggable={!readOnly && !quiet && !renaming}
      onClick={() => select(id)}
      onDoubleClick={() => open(id)}
    >
      {lane && <span className={`card-bar dept-bar dept-${hue ?? 0}`} aria-hidden="true" />}
      <div className="card-body">
        <p className="card-top">
          <StepNumber id={id} />
          <span className="card-kind">
            <Icon className="card-icon" />
            {t(kindWord(kind))}
          </span>
          {lane && <span className="card-lane">{lane}</span>}
          <CommentChip place={{ step: id }} name={name} />
        </p>
        {renaming ? <Rename id={id} name={name} done={() => setRenaming(undefined)} /> : <p className="card-name">{name}</p>}
        <p className="card-sentence">{sentence}</p>
        {(kind === 'fill' || kind === 'data') && <StepRights id={id} />}
        {lacks && <p className="card-problem">▲ {lacks}</p>}
        {problems > 0 && (
          <p className={wrong ? 'card-problem' : 'card-advice'}>
            {wrong ? '■' : '▲'} {problem}
            {problems > 1 && ` ${t('flow.moreProblems', { count: problems - 1 })}`}
          </p>
        )}
      </div>
      {!readOnly && (
        <span className="step-tools">
          <IconButton icon={<EditOutlined />} label={t('flow.settingsOf', { name })} shortcut="Enter" onClick={() => open(id)} />
          {!quiet && <CardMenu id={id} name={name} />}
          {kind !== 'start' && kind !== 'end' && (
            <IconButton icon={<DeleteOutlined />} label={t('flow.deleteOf', { name })} shortcut="Delete" onClick={() => remove(id)} />
          )}
        </span>
      )}
    </div>
  );
});

/** By itself: a step put in between changes the numbers of all that follow, and nothing else of their cards. */
function StepNumber({ id }: { id: string }) {
  return <span className="card-number">{useShownOf(({ numbers }) => numbers.get(id))}</span>;
}

function Rename({ id, name, done }: { id: string; name: string; done: () => void }) {
  const { t, i18n } = useTranslation();
  const execute = useExecute();
  const { addBehind } = useSteps();
  const fresh = useFocusOf((focus) => focus.fresh);
  const [value, setValue] = useState(name);
  const commit = () => {
    if (value.trim() && value !== name)
      execute('node.rename', { node: id, name: value, language: i18n.language === 'en' ? 'en' : 'zh-CN' });
    done();
  };
  const back = () => setTimeout(() => document.querySelector<HTMLElement>(`[data-item="${id}"]`)?.focus());
  return (
    <>
      <Input
        size="small"
        autoFocus
        aria-label={t('flow.rename')}
        value={value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setValue(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            commit();
            // The next step of a line is named next; whoever is done leaves by Esc.
            if (!fresh || !addBehind(id)) back();
          } else if (event.key === 'Escape') {
            done();
            back();
          }
        }}
      />
      {fresh && <small className="rename-hint">{t('flow.rename.next')}</small>}
    </>
  );
}
