import { Input, type InputRef } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalogueDepartments } from '../../api/catalogue.ts';
import type { NewStep } from '../../editing/commands/new-step.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { openBranching } from '../branching/branching.ts';
import { kinds, stepGroups } from '../kinds.tsx';
import { type AddChoice, addChoices, byAnswer, recentChoices, rememberChoice, wordsForNew } from './add-choices.ts';
import { abbreviates, usePinyinSearch } from './pinyin-search.ts';
import { useAddStep } from './use-add-step.ts';

/** Menu of the ＋ of one place of the step view. Leaving it leads back to the step above. */
export function AddMenu({ edges, onDone }: { edges: string[]; onDone: () => void }) {
  const { editor } = useScenarioSession();
  const add = useAddStep();
  const [first] = edges;
  const leave = () => {
    onDone();
    const above = editor.state().document.scenario.edges[first ?? '']?.from;
    const item = (id: string) => document.querySelector<HTMLElement>(`[data-item="${id}"]`);
    setTimeout(() => (item(`edge-${first}`) ?? item(above ?? ''))?.focus({ preventScroll: true }));
  };
  const branch = () => {
    onDone();
    openBranching({ edges });
  };
  return <StepPalette onChoose={(step) => add(edges, step)} onBranch={branch} onDone={leave} />;
}

interface PaletteProps {
  onChoose: (step: NewStep) => boolean;
  /** Parting the flow here by the answers to a question. */
  onBranch?: () => void;
  onDone: () => void;
}

/** Every kind of step to choose from: type Chinese, pinyin or initials, arrows to choose, Enter to add. */
export function StepPalette({ onChoose, onBranch, onDone }: PaletteProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<InputRef>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { data: region } = useCatalogueDepartments();
  const choices = useMemo(() => addChoices(pkg, { t, text }, region), [pkg, t, text, region]);
  const recent = useMemo(() => recentChoices(choices), [choices]);
  const strange = Object.keys(pkg.scenario.departments).length === 0;
  const search = usePinyinSearch();
  const groups = useMemo(() => {
    const offered = onBranch ? choices : choices.filter(({ key }) => key !== byAnswer);
    const found = query.trim()
      ? offered.filter(
          (choice) =>
            search(`${choice.name} ${choice.more ?? ''} ${t(`flow.group.${choice.group}`)}`, query.trim()) ||
            abbreviates(query.trim(), choice.name),
        )
      : // Who else is in the region is looked for by name, unless nobody takes part yet.
        offered.filter((choice) => strange || choice.group !== 'others');
    const sections: { title: string; choices: AddChoice[] }[] =
      query.trim() || recent.length === 0 ? [] : [{ title: t('flow.group.recent'), choices: recent }];
    for (const group of strange ? (['others', ...stepGroups.filter((one) => one !== 'others')] as const) : stepGroups) {
      const inGroup = found.filter((choice) => choice.group === group);
      if (inGroup.length > 0) sections.push({ title: t(`flow.group.${group}`), choices: inGroup });
    }
    return sections;
  }, [choices, onBranch, query, recent, search, strange, t]);
  const flat = groups.flatMap((group) => group.choices);
  useEffect(() => input.current?.focus(), []);
  const choose = (choice: AddChoice | undefined) => {
    if (!choice) return;
    if (choice.key === byAnswer) onBranch?.();
    else if (onChoose({ ...choice.step, words: wordsForNew })) rememberChoice(choice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onDone();
    else if (event.key === 'Enter') choose(flat[active]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = (active + (event.key === 'ArrowDown' ? 1 : flat.length - 1)) % Math.max(1, flat.length);
      setActive(next);
      list.current?.querySelector(`#${CSS.escape(`${id}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
  };
  let index = -1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the combobox inside; nothing here is clicked but its options
    <div className="add-menu" onKeyDown={onKeyDown} lang={i18n.language}>
      <Input
        ref={input}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={flat.length > 0 ? `${id}-${active}` : undefined}
        aria-label={t('flow.addSearch')}
        placeholder={t('flow.addSearch')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('flow.addList')} className="add-list" ref={list} tabIndex={-1}>
        {groups.map((group) => (
          <div role="group" aria-label={group.title} key={group.title}>
            <p className="add-group" aria-hidden="true">
              {group.title}
            </p>
            {group.choices.map((choice) => {
              index += 1;
              const at = index;
              const Icon = kinds[choice.step.kind].icon;
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: the option is named by aria-activedescendant
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
                <div
                  key={choice.key}
                  role="option"
                  id={`${id}-${at}`}
                  aria-selected={at === active}
                  className={at === active ? 'add-option add-option-active' : 'add-option'}
                  onMouseEnter={() => setActive(at)}
                  onClick={() => choose(choice)}
                >
                  <Icon className="add-icon" />
                  <span>{choice.name}</span>
                  {choice.more && <small>{choice.more}</small>}
                </div>
              );
            })}
          </div>
        ))}
        {flat.length === 0 && <p className="add-none">{t('flow.addNone')}</p>}
      </div>
      <p className="add-hint">{t('flow.addHint')}</p>
    </div>
  );
}
