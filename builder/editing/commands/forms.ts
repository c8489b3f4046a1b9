/** Commands on forms: sections and fields. */
import type { DataElement, Form, FormField, FormSection, Text } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { knownValues, pathOf } from '../paths.ts';
import { placeAt, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { change } from './entries.ts';
import { clean } from './surgery.ts';

/** A field without its place; rank and section come from where it is put. */
export type NewField = Omit<FormField, 'section' | 'rank'>;

export const formCommands = {
  'form.add': command<{ id: string; name: Text; department: string; section: Text; item?: string; fill?: string }>({
    run: (r, { id, name, department, section, item, fill }) => {
      const form: Form = {
        format: 'lianban.form/1',
        id,
        name,
        department,
        version: 1,
        sections: { main: { title: section, rank: 'V' } },
        fields: {},
      };
      r.set(['forms', id], form);
      const use = r.newId('f');
      r.set(['scenario', 'forms', use], clean({ form: id, item }));
      const node = fill ? r.document.scenario.nodes[fill] : undefined;
      if (fill && node?.kind === 'fill') r.set(['scenario', 'nodes', fill, 'forms'], [...node.forms, use]);
    },
    label: (_doc, { name }) => ({ key: 'editing.form.add', name }),
  }),
  'form.edit': command<{ form: string; changes: Partial<Pick<Form, 'name' | 'department'>> }>({
    run: (r, { form, changes }) => change(r, ['forms', form], changes),
    label: (doc, { form }) => ({ key: 'editing.form.edit', name: doc.forms[form]?.name }),
  }),
  /** Whose data a library form asks for; the package around it follows. */
  'form.subject': command<{ form: string; subject: string; name: Text; kind?: 'person' | 'organisation' | 'thing' }>({
    run: (r, { form, subject, name, kind }) => putSubject(r, form, subject, { name, kind }),
    label: (_doc, { name }) => ({ key: 'editing.form.subject', name }),
  }),
  /** One or many fields (a pasted list is one action). Default place: the end of the last section. */
  'field.add': command<{
    form: string;
    section?: string;
    at?: number;
    fields: NewField[];
    ids?: string[];
    /** Data elements of the catalogue that the fields need and the package does not have yet. */
    elements?: Record<string, DataElement>;
    /** Persons the fields speak of and the package does not know yet, by name. */
    subjects?: Record<string, Text>;
  }>({
    run: (r, { form, section, at, fields, ids, elements = {}, subjects = {} }) => {
      for (const [subject, name] of Object.entries(subjects))
        if (!r.document.scenario.subjects[subject]) putSubject(r, form, subject, { name });
      for (const [id, element] of Object.entries(elements)) if (!r.document.elements[id]) r.set(['elements', id], element);
      const target = section ?? ranked(formOf(r, form).sections).at(-1)?.[0];
      if (target === undefined) throw new Refused('editing.refused.section');
      for (const [i, field] of fields.entries())
        addField(r, { form, section: target, at: at === undefined ? undefined : at + i, field, id: ids?.[i] });
    },
    label: (_doc, { fields }) =>
      fields.length === 1
        ? { key: 'editing.field.add', name: fields[0]!.label }
        : { key: 'editing.field.addMany', name: String(fields.length) },
  }),
  'field.edit': command<{ form: string; field: string; changes: Partial<FormField> }>({
    run: (r, { form, field, changes }) => {
      const before = formOf(r, form).fields[field];
      if (!before) throw new Refused('editing.refused.gone');
      change(r, ['forms', form, 'fields', field], changes);
      const from = pathOf(before);
      const to = pathOf(formOf(r, form).fields[field]!);
      // Another form may still ask under the old path; then what names it goes on meaning that one.
      if (from && to && from !== to && !knownValues(r.document).has(from)) r.happened({ type: 'path.renamed', from, to });
    },
    label: (doc, { form, field }) => ({ key: 'editing.field.edit', name: fieldName(doc, form, field) }),
  }),
  /** A new type with the settings that go with it, and the rules elsewhere that follow: one step to undo. */
  'field.retype': command<{
    form: string;
    field: string;
    changes: Partial<FormField>;
    follow: { at: readonly string[]; after: string }[];
  }>({
    run: (r, { form, field, changes, follow }) => {
      if (!formOf(r, form).fields[field]) throw new Refused('editing.refused.gone');
      change(r, ['forms', form, 'fields', field], changes);
      for (const { at, after } of follow) r.set(at, after);
    },
    label: (doc, { form, field }) => ({ key: 'editing.field.retype', name: fieldName(doc, form, field) }),
  }),
  /** Moves a field to a place among the fields of a section (its own by default). */
  'field.move': command<{ form: string; field: string; section?: string; to: number }>({
    run: (r, { form, field, section, to }) => {
      const doc = formOf(r, form);
      const target = section ?? doc.fields[field]?.section;
      if (!doc.fields[field] || target === undefined) throw new Refused('editing.refused.gone');
      const siblings = ranked(doc.fields).filter(([id, f]) => f.section === target && id !== field);
      for (const [id, rank] of Object.entries(placeAt(siblings, field, to))) r.set(['forms', form, 'fields', id, 'rank'], rank);
      r.set(['forms', form, 'fields', field, 'section'], target);
    },
    label: (doc, { form, field }) => ({ key: 'editing.field.move', name: fieldName(doc, form, field) }),
  }),
  'field.delete': command<{ form: string; field: string }>({
    run: (r, { form, field }) => deleteField(r, form, field),
    label: (doc, { form, field }) => ({ key: 'editing.field.delete', name: fieldName(doc, form, field) }),
  }),
  'section.add': command<{ form: string; title: Text; id?: string }>({
    run: (r, { form, title, id = r.newId('g') }) => {
      const siblings = ranked(formOf(r, form).sections);
      r.set(['forms', form, 'sections', id], { title, rank: placeAt(siblings, id, siblings.length)[id] });
    },
    label: (_doc, { title }) => ({ key: 'editing.section.add', name: title }),
  }),
  'section.edit': command<{ form: string; section: string; changes: Partial<FormSection> }>({
    run: (r, { form, section, changes }) => change(r, ['forms', form, 'sections', section], changes),
    label: (doc, { form, section }) => ({ key: 'editing.section.edit', name: doc.forms[form]?.sections[section]?.title }),
  }),
  'section.move': command<{ form: string; section: string; to: number }>({
    run: (r, { form, section, to }) => {
      const siblings = ranked(formOf(r, form).sections).filter(([id]) => id !== section);
      for (const [id, rank] of Object.entries(placeAt(siblings, section, to))) r.set(['forms', form, 'sections', id, 'rank'], rank);
    },
    label: (doc, { form, section }) => ({ key: 'editing.section.move', name: doc.forms[form]?.sections[section]?.title }),
  }),
  'section.delete': command<{ form: string; section: string }>({
    run: (r, { form, section }) => {
      if (Object.keys(formOf(r, form).sections).length === 1) throw new Refused('editing.refused.lastSection');
      for (const [id, field] of Object.entries(formOf(r, form).fields)) if (field.section === section) deleteField(r, form, id);
      r.remove(['forms', form, 'sections', section]);
    },
    label: (doc, { form, section }) => ({ key: 'editing.section.delete', name: doc.forms[form]?.sections[section]?.title }),
  }),
};

function putSubject(
  r: Recording,
  form: string,
  subject: string,
  { name, kind }: { name: Text; kind?: 'person' | 'organisation' | 'thing' },
): void {
  const known = r.document.scenario.subjects[subject];
  const list = ranked(r.document.scenario.subjects).filter(([id]) => id !== subject);
  const rank = known?.rank ?? placeAt(list, subject, list.length)[subject]!;
  const next = { ...known, name, rank, kind: kind ?? known?.kind ?? 'person', role: known?.role ?? 'none' };
  r.set(['scenario', 'subjects', subject], next);
  r.set(['forms', form, 'subjects', subject], next);
}

function formOf(r: Recording, form: string): Form {
  const doc = r.document.forms[form];
  if (!doc) throw new Refused('editing.refused.gone');
  return doc;
}

function addField(r: Recording, place: { form: string; section: string; at?: number; field: NewField; id?: string }): void {
  const id = place.id ?? r.newId('q');
  const siblings = ranked(formOf(r, place.form).fields).filter(([, f]) => f.section === place.section);
  const ranks = placeAt(siblings, id, place.at ?? siblings.length);
  for (const [sibling, rank] of Object.entries(ranks)) if (sibling !== id) r.set(['forms', place.form, 'fields', sibling, 'rank'], rank);
  // A field with a type of its own needs a key: its id says nothing, but is free in every scenario.
  const key = place.field.element === undefined ? (place.field.key ?? id.replace(/[^A-Za-z0-9]/g, '')) : undefined;
  r.set(['forms', place.form, 'fields', id], clean({ section: place.section, rank: ranks[id]!, ...place.field, key }));
}

function deleteField(r: Recording, form: string, field: string): void {
  const doc = formOf(r, form).fields[field];
  if (!doc) throw new Refused('editing.refused.gone');
  r.remove(['forms', form, 'fields', field]);
  const path = pathOf(doc);
  if (path) r.happened({ type: 'path.removed', path });
}

function fieldName(doc: Recording['document'], form: string, field: string): Text | undefined {
  const f = doc.forms[form]?.fields[field];
  return f?.label ?? (f?.element ? doc.elements[f.element]?.name : undefined);
}
