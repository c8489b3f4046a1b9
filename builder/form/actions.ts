/** What can be done to the form being designed. The same object for as long as the form is open: nothing is drawn again for it. */
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataElement, Form, Text, ValueType } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { type Execute, useExecute, useScenarioSession, useUndo } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { announce } from '../ui/live.tsx';
import { showToast } from '../ui/toast.tsx';
import { useAddress } from '../ui/use-address.ts';
import { shapeOf } from './order.ts';
import { createSelection, type Selection } from './selection.ts';

/** Where new fields go: before a field, or at the end of a section. Without it: after the chosen field. */
export type Place = { before: string } | { section: string };

/** A new field of a type is wanted at a place. */
export type NewAt = (type: ValueType, place: Place) => void;

export interface FormActions {
  form: string;
  selection: Selection;
  execute: Execute;
  /** The form as it stands now. */
  document(): Form;
  select(field: string | undefined): void;
  /** The section new fields go to while no field is chosen. */
  enterSection(section: string): void;
  add(fields: NewField[], more?: { elements?: Record<string, DataElement>; subjects?: Record<string, Text>; place?: Place }): void;
  /** One place up or down, over the border of a section too. */
  step(field: string, by: -1 | 1): void;
  /** To a place (from 0) of a section. */
  move(field: string, to: number, section?: string): void;
  remove(field: string): void;
}

/** Puts the focus on a field of the list; it stays there over moves. */
export function focusField(field: string): void {
  setTimeout(() => {
    const item = document.querySelector<HTMLElement>(`[data-field-key="${field}"]`);
    item?.focus();
    item?.scrollIntoView({ block: 'nearest' });
  });
}

export function useFormActions(form: string): FormActions {
  const { editor } = useScenarioSession();
  const execute = useExecute();
  const { undo } = useUndo();
  const { t } = useTranslation();
  const text = useText();
  const [params, change] = useAddress();
  // Words and the address change while the page is open; the actions read the newest ones when they are used.
  const now = useRef({ execute, undo, t, text, change });
  now.current = { execute, undo, t, text, change };
  const first = useRef(params.get('field') ?? undefined);
  const actions = useMemo(() => createActions(form, editor, now, first.current), [form, editor]);
  // A link to a field (a problem, a finding) chooses it on a page that is open already.
  const asked = params.get('field') ?? undefined;
  useEffect(() => {
    if (!asked || asked === actions.selection.get()) return;
    actions.selection.set(asked);
    document.querySelector(`[data-field-key="${asked}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [asked, actions]);
  return actions;
}

type Now = {
  current: {
    execute: Execute;
    undo: () => void;
    t: ReturnType<typeof useTranslation>['t'];
    text: ReturnType<typeof useText>;
    change: ReturnType<typeof useAddress>[1];
  };
};

function createActions(
  form: string,
  editor: ReturnType<typeof useScenarioSession>['editor'],
  now: Now,
  first: string | undefined,
): FormActions {
  const selection = createSelection(first);
  let section: string | undefined;
  let address: ReturnType<typeof setTimeout> | undefined;
  const doc = () => editor.state().document.forms[form]!;
  const name = (field: string) => {
    const { forms, elements } = editor.state().document;
    const f = forms[form]?.fields[field];
    return now.current.text(f?.label ?? (f?.element ? elements[f.element]?.name : undefined));
  };
  const select = (field: string | undefined) => {
    selection.set(field);
    // The address follows once one stays on a field: walking through hundreds must not navigate hundreds of times.
    clearTimeout(address);
    address = setTimeout(() => now.current.change({ field }), 300);
  };
  const siblingsOf = (of: string | undefined) => shapeOf(doc()).sections.find(({ id }) => id === of)?.fields ?? [];
  const placeOf = (place: Place | undefined): { section: string | undefined; at: number | undefined } => {
    if (place && 'section' in place) return { section: place.section, at: undefined };
    const chosen = place?.before ?? selection.get();
    const of = chosen ? doc().fields[chosen]?.section : undefined;
    if (!chosen || !of) return { section, at: undefined };
    return { section: of, at: siblingsOf(of).indexOf(chosen) + (place ? 0 : 1) };
  };
  const move = (field: string, to: number, target = doc().fields[field]?.section) => {
    const others = siblingsOf(target).filter((id) => id !== field);
    const at = Math.max(0, Math.min(to, others.length));
    if (!now.current.execute('field.move', { form, field, section: target, to: at })) return;
    announce(now.current.t('form.moved', { name: name(field), place: shapeOf(doc()).place.get(field) }));
    focusField(field);
  };
  return {
    form,
    selection,
    execute: (id, args) => now.current.execute(id, args),
    document: doc,
    select,
    enterSection: (next) => {
      section = next;
    },
    add: (fields, { elements, subjects, place } = {}) => {
      const ids = fields.map(() => `q_${crypto.randomUUID().replaceAll('-', '').slice(0, 6)}`);
      if (!now.current.execute('field.add', { form, ...placeOf(place), fields, ids, elements, subjects })) return;
      select(ids.at(-1));
      announce(now.current.t('form.added', { count: fields.length }));
      setTimeout(() => document.querySelector(`[data-field-key="${ids.at(-1)}"]`)?.scrollIntoView({ block: 'nearest' }));
    },
    step: (field, by) => {
      const { sections } = shapeOf(doc());
      const at = sections.findIndex(({ fields }) => fields.includes(field));
      const to = sections[at]!.fields.indexOf(field) + by;
      if (to >= 0 && to < sections[at]!.fields.length) return move(field, to);
      const next = sections[at + by];
      if (next) return move(field, by < 0 ? next.fields.length : 0, next.id);
      announce(now.current.t('flow.cannotMove'));
    },
    move,
    remove: (field) => {
      const label = name(field);
      const order = [...shapeOf(doc()).place.keys()];
      const next = order[order.indexOf(field) + 1] ?? order[order.indexOf(field) - 1];
      if (!now.current.execute('field.delete', { form, field })) return;
      select(next);
      if (next) focusField(next);
      const { t, undo } = now.current;
      showToast(t('form.deleted', { name: label }), { label: t('editing.undo'), run: undo });
    },
  };
}
