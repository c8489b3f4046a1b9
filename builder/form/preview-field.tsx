import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataElement, FormField } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { FieldControl } from '../fields/FieldControl.tsx';
import type { FieldCode, FieldColumn } from '../fields/field.ts';
import { useText } from '../i18n/use-text.ts';

interface PreviewProps {
  /** Of the field in its form: ids inside stay apart. */
  id: string;
  field: FormField;
  element: DataElement | undefined;
}

/** The very control people will meet, to look at: it takes no focus and no input. */
export const PreviewField = memo(function PreviewField({ id, field, element }: PreviewProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  if (field.computed !== undefined) return <p className="phone-computed">{t('form.computed')}</p>;
  const codesOf = (codes: FormField['codes']): FieldCode[] =>
    ranked(codes).map(([code, entry]) => ({ code, name: text(entry.name), parent: entry.parent }));
  const columns = ranked(field.columns).map(
    ([column, spec]): FieldColumn => ({
      id: column,
      label: text(spec.label),
      type: spec.type ?? 'string',
      codes: codesOf(spec.codes),
      required: spec.required === true,
      computed: spec.computed !== undefined,
    }),
  );
  const type = field.type ?? element?.type ?? 'string';
  return (
    // The question's label stands outside; inside an inert part nothing is read or reached.
    <div className="preview-control" inert>
      <FieldControl
        id={`preview-${id}`}
        type={type}
        value={type === 'table' ? Array.from({ length: Math.max(1, field.minRows ?? 1) }, () => ({})) : null}
        onChange={nothing}
        codes={codesOf(field.codes ?? element?.codes)}
        columns={columns}
        minRows={field.minRows}
        maxRows={field.maxRows}
        display={field.display}
        slot={field.slot}
        custom={field.custom}
        unit={text(element?.unit) || undefined}
        required={false}
        invalid={false}
        words={{ yes: t('ui.yes'), no: t('ui.no'), choose: t('form.choose') }}
        language={i18n.language === 'en' ? 'en' : 'zh-CN'}
      />
    </div>
  );
});

const nothing = () => undefined;
