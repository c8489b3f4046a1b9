import { HolderOutlined } from '@ant-design/icons';
import { type KeyboardEvent, memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Chip } from '../ui/chip.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { FormActions, NewAt } from './actions.ts';
import { useDraggable, useDropPlace } from './drag.ts';
import { FieldTools } from './field-tools.tsx';
import { PreviewField } from './preview-field.tsx';
import { RuleChips } from './rule-chip.tsx';
import { useChosen } from './selection.ts';

interface FieldItemProps {
  id: string;
  section: string;
  actions: FormActions;
  onNew: NewAt;
}

/** One question where it stands on the phone. Drawn again only when it changed itself or was chosen. */
export const FieldItem = memo(function FieldItem({ id, section, actions, onNew }: FieldItemProps) {
  const { t } = useTranslation();
  const text = useText();
  const field = usePart((pkg) => pkg.forms[actions.form]?.fields[id]);
  const element = usePart((pkg) => (field?.element ? pkg.elements[field.element] : undefined));
  const chosen = useChosen(actions.selection, id);
  const [item, setItem] = useState<HTMLLIElement | null>(null);
  const [handle, setHandle] = useState<HTMLElement | null>(null);
  useDraggable(item, { field: id }, handle);
  const edge = useDropPlace(item, { actions, section, field: id, onNew });
  if (!field) return null;
  const label = text(field.label ?? element?.name) || t('editing.unnamed');
  const requirement = field.required === true ? '' : t(field.required ? 'form.sometimesRequired' : 'form.optional');
  const hidden = field.views?.applicant === 'hide';
  return (
    <li
      ref={setItem}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: questions are walked by the arrow keys, as steps are
      tabIndex={0}
      data-field-key={id}
      className={['phone-field', chosen && 'phone-chosen', edge && `phone-drop-${edge}`, hidden && 'phone-hidden']
        .filter(Boolean)
        .join(' ')}
      aria-current={chosen || undefined}
      aria-label={[label, requirement].filter(Boolean).join('，')}
      onFocus={(event) => event.target === event.currentTarget && !chosen && actions.select(id)}
      onClick={() => !chosen && actions.select(id)}
      onKeyDown={(event) => onItemKey(event, id, actions)}
    >
      <span ref={setHandle} className="phone-handle" title={t('form.drag')} aria-hidden="true">
        <HolderOutlined />
      </span>
      {chosen ? (
        <LabelInPlace
          label={field.label?.['zh-CN'] ?? ''}
          placeholder={text(element?.name)}
          onCommit={(next) =>
            actions.execute('field.edit', {
              form: actions.form,
              field: id,
              changes: { label: next.trim() ? { ...field.label, 'zh-CN': next.trim() } : element ? undefined : field.label },
            })
          }
        />
      ) : (
        <p className="phone-label">
          {label} {requirement && <small>{requirement}</small>}
        </p>
      )}
      {(field.hint ?? element?.hint) && <p className="phone-hint">{text(field.hint ?? element?.hint)}</p>}
      <PreviewField id={id} field={field} element={element} />
      {hidden && <Chip tone="idle">{t('form.notForApplicant')}</Chip>}
      <RuleChips form={actions.form} field={id} />
      {chosen && <FieldTools id={id} label={label} actions={actions} />}
    </li>
  );
});

function onItemKey(event: KeyboardEvent<HTMLElement>, id: string, actions: FormActions): void {
  if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
  const item = event.currentTarget;
  const walk = (by: 1 | -1) => {
    const all = [...document.querySelectorAll<HTMLElement>('[data-field-key]')];
    all[all.indexOf(item) + by]?.focus();
  };
  if (event.altKey && event.key === 'ArrowUp') actions.step(id, -1);
  else if (event.altKey && event.key === 'ArrowDown') actions.step(id, 1);
  else if (event.key === 'ArrowDown') walk(1);
  else if (event.key === 'ArrowUp') walk(-1);
  else if (event.key === 'Delete') actions.remove(id);
  else if (event.key === 'F2') item.querySelector<HTMLInputElement>('.phone-label-input')?.focus();
  else if (event.key === 'Enter') document.querySelector<HTMLElement>('.designer-side input')?.focus();
  else return;
  event.preventDefault();
}

/** The title typed where it stands; Escape takes the typing back, Enter keeps it. */
function LabelInPlace({ label, placeholder, onCommit }: { label: string; placeholder: string; onCommit: (next: string) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(label, onCommit);
  return (
    <input
      className="phone-label phone-label-input"
      aria-label={t('form.label')}
      value={draft.value}
      placeholder={placeholder}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        const item = event.currentTarget.closest<HTMLElement>('[data-field-key]');
        if (event.key === 'Escape') draft.set(label);
        else if (event.key !== 'Enter') return;
        item?.focus();
      }}
    />
  );
}
