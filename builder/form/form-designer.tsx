import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { DataElement } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { fieldsInOrder } from '../editing/paths.ts';
import { useDocument, useExecute, useHistory } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { announce } from '../ui/live.tsx';
import { showToast } from '../ui/toast.tsx';
import { FieldSettings } from './field-settings.tsx';
import './form.css';
import { PhonePreview } from './phone-preview.tsx';
import { Shelves } from './shelves.tsx';

export interface FormActions {
  form: string;
  selected: string | undefined;
  select(field: string | undefined): void;
  add(fields: NewField[], elements?: Record<string, DataElement>): void;
  move(field: string, by: -1 | 1): void;
  remove(field: string): void;
}

/** Three parts: shelves to add from, the phone as the citizen sees it (edited in place), settings of the chosen question. */
export function FormDesigner({ form }: { form: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const [params, setParams] = useSearchParams();
  const [section, setSection] = useState<string>();
  const doc = pkg.forms[form]!;
  const selected = params.get('field') ?? undefined;
  const select = useCallback(
    (field: string | undefined) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (field) next.set('field', field);
          else next.delete('field');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const name = useCallback(
    (field: string) => {
      const f = doc.fields[field];
      return text(f?.label ?? (f?.element ? pkg.elements[f.element]?.name : undefined));
    },
    [doc, pkg.elements, text],
  );
  const actions = useMemo<FormActions>(
    () => ({
      form,
      selected,
      select,
      add: (fields, elements) => {
        const chosen = selected ? doc.fields[selected] : undefined;
        const target = chosen?.section ?? section;
        const siblings = fieldsInOrder(doc).filter(([, f]) => f.section === target);
        const at = chosen ? siblings.findIndex(([id]) => id === selected) + 1 : undefined;
        const ids = fields.map(() => `q_${crypto.randomUUID().replaceAll('-', '').slice(0, 6)}`);
        if (!execute('field.add', { form, section: target, at, fields, ids, elements })) return;
        select(ids.at(-1));
        announce(t('form.added', { count: fields.length }));
      },
      move: (field, by) => {
        const siblings = fieldsInOrder(doc).filter(([, f]) => f.section === doc.fields[field]?.section);
        const to = siblings.findIndex(([id]) => id === field) + by;
        if (to < 0 || to >= siblings.length) {
          announce(t('flow.cannotMove'));
          return;
        }
        if (execute('field.move', { form, field, to })) announce(t('form.moved', { name: name(field), place: to + 1 }));
        setTimeout(() => document.querySelector<HTMLElement>(`[data-field-key="${field}"]`)?.focus());
      },
      remove: (field) => {
        const label = name(field);
        const order = fieldsInOrder(doc).map(([id]) => id);
        const next = order[order.indexOf(field) + 1] ?? order[order.indexOf(field) - 1];
        if (!execute('field.delete', { form, field })) return;
        select(next);
        showToast(t('form.deleted', { name: label }), { label: t('editing.undo'), run: undo });
      },
    }),
    [form, selected, select, doc, section, execute, name, t, undo],
  );
  return (
    <div className="designer">
      <Shelves actions={actions} />
      <PhonePreview actions={actions} onSection={setSection} />
      {selected && doc.fields[selected] ? (
        <FieldSettings key={selected} form={form} field={selected} onClose={() => select(undefined)} />
      ) : (
        <aside className="designer-side designer-empty">
          <p>{t('form.chooseOne')}</p>
        </aside>
      )}
    </div>
  );
}
