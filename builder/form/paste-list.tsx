import { Button, Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DataElement, Text, ValueType } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Chip } from '../ui/chip.tsx';
import type { FormActions } from './actions.ts';
import { broughtAlong, type Duplicate, duplicateOf, meaningOf, referenceTo, subjectBrought } from './duplicates.ts';
import { guessType, labelsOf } from './guess-type.ts';
import { startOf } from './new-field.ts';
import { useStandardOf } from './standard.ts';
import { allTypes } from './types.tsx';

interface Row {
  label: string;
  duplicate: Duplicate | undefined;
  /** `skip`: the form has it already. */
  type: ValueType | 'reference' | 'skip';
}

/** Paste a list from Word or Excel: each line a question, its type guessed, what is known already referenced. */
export function PasteList({ actions, subject }: { actions: FormActions; subject: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button block onClick={() => setOpen(true)}>
        {t('form.paste')}
      </Button>
      {open && <PasteDialog actions={actions} subject={subject} onClose={() => setOpen(false)} />}
    </>
  );
}

function PasteDialog({ actions, subject, onClose }: { actions: FormActions; subject: string; onClose: () => void }) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const [pasted, setPasted] = useState('');
  const [types, setTypes] = useState<Record<string, Row['type']>>({});
  const labels = useMemo(() => labelsOf(pasted), [pasted]);
  const { known: standard, looking } = useStandardOf(actions.form, labels, subject);
  const taken = new Set<string>();
  const rows = labels.map((label): Row => {
    const found = duplicateOf(pkg, { form: actions.form, subject, label, standard: standard.get(label) });
    // Two lines that mean the same value: the first one refers to it, the second is a question of its own.
    const duplicate = found && !taken.has(meaningOf(found, subject)) ? found : undefined;
    if (duplicate) taken.add(meaningOf(duplicate, subject));
    return { label, duplicate, type: types[label] ?? (duplicate ? (duplicate.kind === 'here' ? 'skip' : 'reference') : guessType(label)) };
  });
  const wanted = rows.filter((row) => row.type !== 'skip');
  const references = rows.filter((row) => row.type === 'reference').length;
  const add = () => {
    const elements = Object.assign({}, ...wanted.map(elementOf)) as Record<string, DataElement>;
    const subjects = Object.assign({}, ...wanted.map((row) => subjectOf(pkg, row))) as Record<string, Text>;
    actions.add(
      wanted.map((row) => fieldOf(row, subject)),
      { elements, subjects },
    );
    onClose();
  };
  return (
    <Modal
      open
      title={t('form.paste')}
      onCancel={onClose}
      okText={t('form.paste.add', { count: wanted.length })}
      okButtonProps={{ disabled: wanted.length === 0 || looking, loading: looking }}
      cancelText={t('ui.cancel')}
      onOk={add}
      width={680}
    >
      <div className="form-stack">
        <Input.TextArea
          aria-label={t('form.paste.hint')}
          placeholder={t('form.paste.example')}
          autoFocus
          rows={rows.length > 0 ? 3 : 8}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        {rows.length > 0 && (
          <>
            <p role="status" className="forms-count">
              {t('form.paste.summary', { count: wanted.length, references })} {looking && t('form.paste.looking')}
            </p>
            <ul className="paste-list">
              {rows.map((row) => (
                <PasteRow key={row.label} row={row} onType={(type) => setTypes((before) => ({ ...before, [row.label]: type }))} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Modal>
  );
}

function PasteRow({ row: { label, duplicate, type }, onType }: { row: Row; onType: (type: Row['type']) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const known = duplicate && referenceWords(duplicate, { t, text, forms });
  const meaning = duplicate?.kind === 'here' ? 'skip' : 'reference';
  // The same list as long as it says the same: one that is open stays as it is while other lines are looked up.
  const options = useMemo(
    () => [...(known ? [{ value: meaning, label: known }] : []), ...allTypes.map((value) => ({ value, label: t(`form.type.${value}`) }))],
    [t, known, meaning],
  );
  return (
    <li>
      <span className="paste-label">
        {label} {type === 'reference' && <Chip tone="done">{t('form.paste.reference')}</Chip>}
      </span>
      <Select
        aria-label={t('form.paste.type', { label })}
        style={{ width: 280 }}
        value={type}
        onChange={onType}
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
      />
    </li>
  );
}

interface Words {
  t: (key: string, more?: Record<string, unknown>) => string;
  text: (text: Text | undefined) => string;
  forms: ScenarioPackage['forms'];
}

function referenceWords(duplicate: Duplicate, { t, text, forms }: Words): string {
  if (duplicate.kind === 'here') return t('form.paste.here');
  if (duplicate.kind === 'asked')
    return t('form.paste.asked', { name: text(duplicate.value.name), form: text(forms[duplicate.value.fields[0]![0]]?.name) });
  const { asked, name } = duplicate;
  return asked
    ? t('form.paste.collected', { name: text(name), who: text(asked.subjectName) })
    : t('form.paste.element', { name: text(name) });
}

const subjectOf = (pkg: ScenarioPackage, { duplicate, type }: Row) =>
  type === 'reference' && duplicate ? (subjectBrought(pkg, duplicate) ?? {}) : {};
const elementOf = ({ duplicate, type }: Row) => (type === 'reference' && duplicate ? (broughtAlong(duplicate) ?? {}) : {});

function fieldOf({ label, duplicate, type }: Row, subject: string): NewField {
  const base = { subject, label: { 'zh-CN': label }, required: true };
  if (type === 'reference' && duplicate) return referenceTo(duplicate, base);
  return { ...base, ...startOf(type === 'reference' || type === 'skip' ? guessType(label) : type) };
}
