import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Tooltip } from 'antd';
import { type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeList, FormField, Text, ValueType } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useConditionWords } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { Chip } from '../ui/chip.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { FormActions } from './form-designer.tsx';

/** The form as it will be on a phone of 375 px: titles are typed in place, questions moved and removed where they stand. */
export function PhonePreview({ actions, onSection }: { actions: FormActions; onSection: (section: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const execute = useExecute();
  const form = forms[actions.form]!;
  const sections = ranked(form.sections);
  const fields = ranked(form.fields);
  return (
    <section className="phone-desk" aria-label={t('form.preview')}>
      <div className="phone">
        <p className="phone-title">{text(form.name)}</p>
        {sections.map(([section, doc], i) => {
          const inside = fields.filter(([, field]) => field.section === section);
          return (
            <section key={section} className="phone-section">
              <div className="phone-section-head">
                <SectionTitle form={actions.form} section={section} title={doc.title} onFocus={() => onSection(section)} />
                <span className="step-tools">
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowUpOutlined />}
                    aria-label={t('ui.up')}
                    disabled={i === 0}
                    onClick={() => execute('section.move', { form: actions.form, section, to: i - 1 })}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<DeleteOutlined />}
                    aria-label={t('form.sectionDelete')}
                    disabled={sections.length === 1}
                    onClick={() => execute('section.delete', { form: actions.form, section })}
                  />
                </span>
              </div>
              <ol>
                {inside.map(([id, field], at) => (
                  <FieldItem key={id} id={id} field={field} actions={actions} first={at === 0} last={at === inside.length - 1} />
                ))}
              </ol>
              {inside.length === 0 && <p className="phone-none">{t('form.emptySection')}</p>}
            </section>
          );
        })}
        <Button
          type="dashed"
          block
          icon={<PlusOutlined />}
          onClick={() => execute('section.add', { form: actions.form, title: { 'zh-CN': '新的一节', en: 'New section' } })}
        >
          {t('form.addSection')}
        </Button>
      </div>
    </section>
  );
}

function SectionTitle({ form, section, title, onFocus }: { form: string; section: string; title: Text; onFocus: () => void }) {
  const { t } = useTranslation();
  const execute = useExecute();
  const draft = useDraft(
    title['zh-CN'],
    (next) => next.trim() && execute('section.edit', { form, section, changes: { title: { ...title, 'zh-CN': next.trim() } } }),
  );
  return (
    <Input
      variant="borderless"
      className="phone-section-title"
      aria-label={t('form.sectionTitle')}
      value={draft.value}
      onFocus={onFocus}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onPressEnter={draft.leave}
    />
  );
}

interface FieldItemProps {
  id: string;
  field: FormField;
  actions: FormActions;
  first: boolean;
  last: boolean;
}

const FieldItem = memo(function FieldItem({ id, field, actions, first, last }: FieldItemProps) {
  const { t } = useTranslation();
  const text = useText();
  const { elements } = useDocument();
  const words = useConditionWords();
  const element = field.element ? elements[field.element] : undefined;
  const label = text(field.label ?? element?.name) || t('editing.unnamed');
  const chosen = actions.selected === id;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
    const step = (by: 1 | -1) => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-field-key]')];
      all[all.indexOf(event.currentTarget as HTMLElement) + by]?.focus();
    };
    if (event.altKey && event.key === 'ArrowUp') actions.move(id, -1);
    else if (event.altKey && event.key === 'ArrowDown') actions.move(id, 1);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Delete') actions.remove(id);
    else if (event.key === 'Enter' || event.key === 'F2') document.querySelector<HTMLElement>('.designer-side input')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <li
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-field-key={id}
      className={chosen ? 'phone-field phone-chosen' : 'phone-field'}
      aria-current={chosen || undefined}
      onFocus={(event) => event.target === event.currentTarget && !chosen && actions.select(id)}
      onClick={() => !chosen && actions.select(id)}
      onKeyDown={onKeyDown}
    >
      <p className="phone-label">
        {label}
        {field.required !== true && <small> {t(field.required ? 'form.sometimesRequired' : 'form.optional')}</small>}
      </p>
      {(field.hint ?? element?.hint) && <p className="phone-hint">{text(field.hint ?? element?.hint)}</p>}
      <Sample
        type={field.type ?? element?.type ?? 'string'}
        codes={field.codes ?? element?.codes}
        computed={field.computed !== undefined}
      />
      {field.visibleWhen && <Chip tone="plain">{t('form.shownWhen', { condition: words(field.visibleWhen) })}</Chip>}
      {chosen && (
        <span className="phone-tools">
          <Tooltip title="Alt+↑">
            <Button
              size="small"
              icon={<ArrowUpOutlined />}
              aria-label={t('form.moveUp', { name: label })}
              disabled={first}
              onClick={() => actions.move(id, -1)}
            />
          </Tooltip>
          <Tooltip title="Alt+↓">
            <Button
              size="small"
              icon={<ArrowDownOutlined />}
              aria-label={t('form.moveDown', { name: label })}
              disabled={last}
              onClick={() => actions.move(id, 1)}
            />
          </Tooltip>
          <Tooltip title="Delete">
            <Button
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('form.delete', { name: label })}
              onClick={() => actions.remove(id)}
            />
          </Tooltip>
        </span>
      )}
    </li>
  );
});

/** What the answer will look like; a picture, not a control. */
function Sample({ type, codes, computed }: { type: ValueType; codes: CodeList | undefined; computed: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  if (computed) return <p className="phone-computed">{t('form.computed')}</p>;
  const options = type === 'boolean' ? [t('ui.yes'), t('ui.no')] : ranked(codes).map(([, code]) => text(code.name));
  if (options.length > 0 && options.length <= 5)
    return (
      <ul className={`phone-options ${type === 'codes' ? 'phone-boxes' : ''}`}>
        {options.map((option) => (
          <li key={option}>{option}</li>
        ))}
      </ul>
    );
  return (
    <span className={type === 'text' ? 'phone-box phone-tall' : 'phone-box'}>
      {options.length > 0 ? t('form.choices', { count: options.length }) : ''}
    </span>
  );
}
