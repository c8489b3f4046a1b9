/** A field on its way into the form: its words, whose it is, and the question whether it is asked already. */
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text, ValueType } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import { type FormActions, focusField, type NewAt, type Place } from './actions.ts';
import { broughtAlong, type Duplicate, duplicateOf, referenceTo, subjectBrought } from './duplicates.ts';
import { guessType } from './guess-type.ts';
import { firstCodes, firstColumns, needsCodes } from './retype.ts';
import { useStandardLookup } from './standard.ts';

export interface Offer {
  duplicate: Duplicate;
  field: NewField;
  place?: Place;
}
export interface NewFieldState {
  label: string;
  setLabel(label: string): void;
  subject: string;
  setSubject(subject: string): void;
  /** Adds a field of the type, or asks first when something of that name is known. Without a type it is guessed. */
  put(type?: ValueType, place?: Place): Promise<void>;
  /** `put` for drops: the same function for good. */
  putAt: NewAt;
  offer: Offer | undefined;
  decide(reference: boolean): void;
}

/** What a field of a type needs to begin with. */
export const startOf = (type: ValueType): Pick<NewField, 'type' | 'codes' | 'columns'> => ({
  type,
  ...(needsCodes(type) ? { codes: firstCodes } : {}),
  ...(type === 'table' ? { columns: firstColumns } : {}),
});

export function useNewField(actions: FormActions): NewFieldState {
  const { t, i18n } = useTranslation();
  const { editor } = useScenarioSession();
  const lookUp = useStandardLookup(actions.form);
  const [label, setLabel] = useState('');
  const [subject, setSubject] = useState(() => {
    const { subjects } = editor.state().document.scenario;
    return Object.entries(subjects).find(([, s]) => s.role === 'applicant')?.[0] ?? Object.keys(subjects)[0] ?? '';
  });
  const [offer, setOffer] = useState<Offer>();
  const put = async (given?: ValueType, place?: Place) => {
    const typed = label.trim();
    const type = given ?? guessType(typed);
    const words = typed || t(`form.type.${type}`);
    const name: Text = { 'zh-CN': words, ...(i18n.language === 'en' ? { en: words } : {}) };
    const field: NewField = { subject, label: name, required: true, ...startOf(type) };
    setLabel('');
    if (!typed) return actions.add([field], { place });
    const wanted = { form: actions.form, subject, label: words };
    const { document } = editor.state();
    const duplicate = duplicateOf(document, wanted) ?? duplicateOf(document, { ...wanted, standard: await lookUp(words, subject) });
    if (duplicate) setOffer({ duplicate, field, place });
    else actions.add([field], { place });
  };
  const decide = (reference: boolean) => {
    if (!offer) return;
    const { duplicate, field, place } = offer;
    setOffer(undefined);
    if (reference && duplicate.kind === 'here') {
      actions.select(duplicate.field);
      focusField(duplicate.field);
    } else if (reference) {
      const subjects = subjectBrought(editor.state().document, duplicate);
      actions.add([referenceTo(duplicate, field)], { place, elements: broughtAlong(duplicate), subjects });
    } else actions.add([field], { place });
  };
  const latest = useRef(put);
  latest.current = put;
  const putAt = useCallback<NewAt>((type, place) => void latest.current(type, place), []);
  return { label, setLabel, subject, setSubject, put, putAt, offer, decide };
}
