import { Input, Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDocument, useHistory, useLabelWords, useScenarioSession } from '../../editing/react/session.tsx';
import { kindWord } from '../../flow/kinds.tsx';
import { usePinyinSearch } from '../../flow/steps/pinyin-search.ts';
import { useText } from '../../i18n/use-text.ts';
import './command-palette.css';

interface Entry {
  key: string;
  name: string;
  more: string;
  run: () => void;
}

const pages = ['', 'basics', 'flow', 'forms', 'materials', 'applicant', 'rehearse', 'versions', 'release'] as const;
const shown = 12;

/** Ctrl+K: go to any step, form or page, or do what was meant, by typing Chinese, pinyin or initials. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  const { t } = useTranslation();
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.code !== 'KeyK') return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('palette.title')} width={560} destroyOnHidden>
      <PaletteBody onDone={() => setOpen(false)} />
    </Modal>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const entries = useEntries();
  const matches = usePinyinSearch();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const words = query.trim();
  const found = (words ? entries.filter(({ name, more }) => matches(name, words) || matches(more, words)) : entries).slice(0, shown);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onDone();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') choose(found[active]);
    else if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setActive((active + found.length - 1) % Math.max(1, found.length));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.search')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('palette.title')} className="palette">
        {found.map((entry, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the option is named by aria-activedescendant
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
          <div
            key={entry.key}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            className={i === active ? 'palette-entry palette-active' : 'palette-entry'}
            onMouseEnter={() => setActive(i)}
            onClick={() => choose(entry)}
          >
            <span>{entry.name}</span>
            <small>{entry.more}</small>
          </div>
        ))}
      </div>
      {found.length === 0 && <p role="status">{t('palette.none')}</p>}
    </>
  );
}

function useEntries(): Entry[] {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { scenario, forms } = useDocument();
  const { id } = useScenarioSession();
  const { past, future, undo, redo } = useHistory();
  const label = useLabelWords();
  return useMemo(() => {
    const go = (to: string) => () => void navigate(`/studio/scenes/${id}${to ? `/${to}` : ''}`);
    const [last, next] = [past.at(-1), future.at(-1)];
    const actions: Entry[] = [
      ...(last ? [{ key: 'undo', name: t('editing.undoWhat', { what: label(last.label) }), more: 'Ctrl+Z', run: undo }] : []),
      ...(next ? [{ key: 'redo', name: t('editing.redoWhat', { what: label(next.label) }), more: 'Ctrl+Y', run: redo }] : []),
      { key: 'steps', name: t('flow.view.steps'), more: t('palette.view'), run: go('flow?view=steps') },
      { key: 'lanes', name: t('flow.view.lanes'), more: t('palette.view'), run: go('flow?view=lanes') },
      { key: 'limits', name: t('properties.limits'), more: t('palette.page'), run: go('flow?panel=limits') },
      { key: 'history', name: t('history.title'), more: t('palette.page'), run: go('history') },
      { key: 'comments', name: t('comments.all'), more: t('palette.page'), run: go('flow?comments=all') },
    ];
    const steps = Object.entries(scenario.nodes).map(([node, doc]) => ({
      key: `step ${node}`,
      name: text(doc.name),
      more: t(kindWord(doc.kind)),
      run: go(`flow?step=${encodeURIComponent(node)}`),
    }));
    const documents = Object.values(forms).map((form) => ({
      key: `form ${form.id}`,
      name: text(form.name),
      more: t('studio.tab.forms'),
      run: go(`forms/${encodeURIComponent(form.id)}`),
    }));
    const places = pages.map((page) => ({
      key: `page ${page}`,
      name: t(`studio.tab.${page || 'overview'}`),
      more: t('palette.page'),
      run: go(page),
    }));
    return [...actions, ...places, ...steps, ...documents];
  }, [t, text, navigate, scenario, forms, id, past, future, undo, redo, label]);
}
