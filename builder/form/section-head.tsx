import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, DownOutlined, RightOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { ConditionEntry } from '../properties/condition-entry.tsx';
import { Chip } from '../ui/chip.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { FormActions } from './actions.ts';
import { useRuleWords } from './rule-chip.tsx';

interface SectionHeadProps {
  section: string;
  actions: FormActions;
  at: number;
  count: number;
  fields: number;
  open: boolean;
  onToggle: () => void;
}

interface EnglishTitleProps {
  section: string;
  value: string;
  chinese: string;
  onCommit: (en: string) => void;
}

function EnglishTitle({ section, value, chinese, onCommit }: EnglishTitleProps) {
  const { t } = useTranslation();
  const draft = useDraft(value, (next) => onCommit(next.trim()));
  return (
    <input
      className="phone-section-english"
      lang="en"
      data-english-section={section}
      aria-label={t('form.section.english', { name: chinese })}
      placeholder={t('form.section.english', { name: chinese })}
      value={draft.value}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onKeyDown={(event) => event.key === 'Enter' && draft.leave()}
    />
  );
}

/** Title of a section, typed in place; folded, moved, removed, and shown only when asked to. */
export const SectionHead = memo(function SectionHead({ section, actions, at, count, fields, open, onToggle }: SectionHeadProps) {
  const { t } = useTranslation();
  const doc = usePart((pkg) => pkg.forms[actions.form]?.sections[section]);
  const { form, execute } = actions;
  if (!doc) return null;
  const title = doc.title['zh-CN'];
  return (
    <>
      <div className="phone-section-head">
        <button
          type="button"
          className="icon-button"
          aria-expanded={open}
          aria-label={t(open ? 'form.section.fold' : 'form.section.open', { name: title })}
          onClick={onToggle}
        >
          {open ? <DownOutlined /> : <RightOutlined />}
        </button>
        <SectionTitle
          title={title}
          onFocus={() => actions.enterSection(section)}
          onCommit={(next) => execute('section.edit', { form, section, changes: { title: { ...doc.title, 'zh-CN': next } } })}
        />
        <small className="phone-section-count">{t('form.section.count', { count: fields })}</small>
        <span className="phone-section-tools">
          <IconButton
            icon={<ArrowUpOutlined />}
            label={t('form.section.up', { name: title })}
            disabled={at === 0}
            onClick={() => execute('section.move', { form, section, to: at - 1 })}
          />
          <IconButton
            icon={<ArrowDownOutlined />}
            label={t('form.section.down', { name: title })}
            disabled={at === count - 1}
            onClick={() => execute('section.move', { form, section, to: at + 1 })}
          />
          <IconButton
            icon={<DeleteOutlined />}
            label={t('form.section.delete', { name: title })}
            disabled={count === 1}
            onClick={() => execute('section.delete', { form, section })}
          />
        </span>
      </div>
      {open && (
        <details className="phone-section-more">
          <summary>{doc.visibleWhen ? <SectionRule section={section} feel={doc.visibleWhen} /> : t('form.section.when')}</summary>
          <ConditionEntry
            label={t('form.section.when')}
            value={doc.visibleWhen ?? ''}
            onChange={(visibleWhen) => execute('section.edit', { form, section, changes: { visibleWhen: visibleWhen || undefined } })}
          />
          <EnglishTitle
            section={section}
            value={doc.title.en ?? ''}
            chinese={title}
            onCommit={(en) => execute('section.edit', { form, section, changes: { title: { ...doc.title, en: en || undefined } } })}
          />
        </details>
      )}
    </>
  );
});

function SectionRule({ section, feel }: { section: string; feel: string }) {
  const words = useRuleWords();
  return <Chip tone="plain">{words({ section, kind: 'shown', feel })}</Chip>;
}

function SectionTitle({ title, onFocus, onCommit }: { title: string; onFocus: () => void; onCommit: (next: string) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(title, (next) => next.trim() && onCommit(next.trim()));
  return (
    <input
      className="phone-section-title"
      aria-label={t('form.sectionTitle')}
      value={draft.value}
      onFocus={onFocus}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onKeyDown={(event) => event.key === 'Enter' && draft.leave()}
    />
  );
}
