import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValueType } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { type Duplicate, duplicateOf } from './duplicates.ts';
import type { FormActions } from './form-designer.tsx';
import { guessType, labelsOf } from './guess-type.ts';
import { allTypes, firstCodes, needsCodes } from './types.tsx';

/** Paste a list from Word or Excel: each line a question, its type guessed, what is known already referenced. */
export function PasteList({ actions, subject }: { actions: FormActions; subject: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [open, setOpen] = useState(false);
  const [pasted, setPasted] = useState('');
  const [types, setTypes] = useState<Record<string, ValueType | 'reference'>>({});
  const rows = labelsOf(pasted).map((label) => {
    const duplicate = duplicateOf(pkg, { form: actions.form, subject, label });
    return { label, duplicate, type: types[label] ?? (duplicate ? ('reference' as const) : guessType(label)) };
  });
  const add = () => {
    actions.add(rows.map((row) => fieldOf(row, subject)));
    setOpen(false);
    setPasted('');
    setTypes({});
  };
  return (
    <>
      <Button block onClick={() => setOpen(true)}>
        {t('form.paste')}
      </Button>
      <Modal
        open={open}
        title={t('form.paste')}
        onCancel={() => setOpen(false)}
        okText={t('form.paste.add', { count: rows.length })}
        okButtonProps={{ disabled: rows.length === 0 }}
        cancelText={t('ui.cancel')}
        onOk={add}
        width={640}
      >
        <div className="form-stack">
          <Input.TextArea
            aria-label={t('form.paste.hint')}
            placeholder={t('form.paste.hint')}
            autoFocus
            rows={4}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          {rows.length > 0 && (
            <ul className="paste-list">
              {rows.map(({ label, duplicate, type }) => (
                <li key={label}>
                  <span>{label}</span>
                  <Select
                    aria-label={t('form.paste.type', { label })}
                    style={{ width: 260 }}
                    value={type}
                    onChange={(next) => setTypes({ ...types, [label]: next })}
                    options={[
                      ...(duplicate
                        ? [
                            {
                              value: 'reference' as const,
                              label:
                                duplicate.kind === 'asked'
                                  ? t('form.paste.asked', { form: text(pkg.forms[duplicate.value.fields[0]![0]]?.name) })
                                  : t('form.paste.element'),
                            },
                          ]
                        : []),
                      ...allTypes.map((value) => ({ value, label: t(`form.type.${value}`) })),
                    ]}
                  />
                </li>
              ))}
            </ul>
          )}
        </div>
      </Modal>
    </>
  );
}

function fieldOf(
  { label, duplicate, type }: { label: string; duplicate: Duplicate | undefined; type: ValueType | 'reference' },
  subject: string,
): NewField {
  const base = { subject, label: { 'zh-CN': label }, required: true };
  if (type === 'reference' && duplicate) {
    if (duplicate.kind === 'element') return { ...base, element: duplicate.element };
    return duplicate.element
      ? { ...base, element: duplicate.element }
      : { ...base, key: duplicate.key, type: duplicate.value.type, codes: duplicate.value.codes };
  }
  const plain = type === 'reference' ? guessType(label) : type;
  return { ...base, type: plain, ...(needsCodes(plain) ? { codes: firstCodes } : {}) };
}
