import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { usePinyinSearch } from '../flow/steps/pinyin-search.ts';
import { useText } from '../i18n/use-text.ts';
import { SearchBox } from '../ui/search-box.tsx';
import type { FormActions, NewAt } from './actions.ts';
import { useDropPlace } from './drag.ts';
import { FieldItem } from './field-item.tsx';
import { type Shape, shapeOf } from './order.ts';
import { SectionHead } from './section-head.tsx';

/** The form as it will be on a phone of 375 px, edited in place: titles typed, questions moved and removed where they stand. */
export function PhoneView({ actions, onNew }: { actions: FormActions; onNew: NewAt }) {
  const { t } = useTranslation();
  const text = useText();
  const name = usePart((pkg) => pkg.forms[actions.form]?.name);
  const shape = usePart((pkg) => shapeOf(pkg.forms[actions.form]!));
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const found = useFound(actions, query);
  const toggle = (section: string) =>
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(section)) next.add(section);
      return next;
    });
  const all = folded.size === shape.sections.length;
  return (
    <section className="phone-desk" aria-label={t('form.view.phone')}>
      <div className="phone-search">
        <SearchBox
          label={t('form.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onPressEnter={() => found && actions.select([...found][0])}
        />
        {shape.sections.length > 1 && (
          <Button size="small" onClick={() => setFolded(all ? new Set() : new Set(shape.sections.map(({ id }) => id)))}>
            {t(all ? 'form.openAll' : 'form.foldAll')}
          </Button>
        )}
        <span role="status" className="forms-count">
          {found ? t('form.found', { count: found.size }) : ''}
        </span>
      </div>
      <div className="phone">
        <p className="phone-title">{text(name)}</p>
        {shape.sections.map((section, at) => (
          <Section
            key={section.id}
            section={section.id}
            ids={(found ? section.fields.filter((id) => found.has(id)) : section.fields).join(' ')}
            total={section.fields.length}
            at={at}
            count={shape.sections.length}
            open={found !== undefined || !folded.has(section.id)}
            searching={found !== undefined}
            actions={actions}
            onToggle={toggle}
            onNew={onNew}
          />
        ))}
        <Button
          type="dashed"
          block
          icon={<PlusOutlined />}
          onClick={() => actions.execute('section.add', { form: actions.form, title: { 'zh-CN': '新的一节', en: 'New section' } })}
        >
          {t('form.addSection')}
        </Button>
      </div>
    </section>
  );
}

interface SectionProps {
  section: string;
  /** Field ids in order, joined: equal text is the same list, and nothing below is drawn again. */
  ids: string;
  total: number;
  at: number;
  count: number;
  open: boolean;
  searching: boolean;
  actions: FormActions;
  onToggle: (section: string) => void;
  onNew: NewAt;
}

const Section = memo(
  function Section({ section, ids, total, at, count, open, searching, actions, onToggle, onNew }: SectionProps) {
    const { t } = useTranslation();
    const [element, setElement] = useState<HTMLElement | null>(null);
    const edge = useDropPlace(element, { actions, section, onNew });
    const fields = ids === '' ? [] : ids.split(' ');
    if (searching && fields.length === 0) return null;
    return (
      <section ref={setElement} className={edge ? 'phone-section phone-section-over' : 'phone-section'}>
        <SectionHead
          section={section}
          actions={actions}
          at={at}
          count={count}
          fields={total}
          open={open}
          onToggle={() => onToggle(section)}
        />
        {open && (
          <ol>
            {fields.map((id) => (
              <FieldItem key={id} id={id} section={section} actions={actions} onNew={onNew} />
            ))}
          </ol>
        )}
        {open && total === 0 && <p className="phone-none">{t('form.emptySection')}</p>}
      </section>
    );
  },
  (before, after) =>
    (['section', 'ids', 'total', 'at', 'count', 'open', 'searching', 'actions', 'onNew'] as const).every(
      (key) => before[key] === after[key],
    ),
);

/** Fields whose title holds the words, in Chinese, English, pinyin or initials; undefined while nothing is searched. */
function useFound(actions: FormActions, query: string): ReadonlySet<string> | undefined {
  const wanted = useDeferredValue(query.trim());
  const search = usePinyinSearch();
  const pkg = usePart((document) => (wanted ? document : undefined));
  if (!wanted || !pkg) return undefined;
  const form = pkg.forms[actions.form]!;
  const shape: Shape = shapeOf(form);
  const words = (id: string) => {
    const field = form.fields[id]!;
    const name = field.label ?? (field.element ? pkg.elements[field.element]?.name : undefined);
    return `${name?.['zh-CN'] ?? ''} ${name?.en ?? ''}`;
  };
  return new Set([...shape.place.keys()].filter((id) => search(words(id), wanted)));
}
