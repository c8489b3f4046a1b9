/** The fields a desk fills in: its result, with the same native controls as the citizens' form. */
import { useTranslation } from 'react-i18next';
import type { JsonValue, Question, Section } from '../../../schemas/generated/api.ts';
import { FieldControl, isGroup } from '../../fields/FieldControl.tsx';
import { UploadsProvider } from '../../fields/file/uploads.ts';
import { cellsOf, partsOf } from '../../fields/parts.ts';
import { RemovedAnswers } from '../../fields/RemovedAnswers.tsx';
import { removedAnswers } from '../../fields/removed-answers.ts';
import { useText } from '../../i18n/use-text.ts';
import { useDeskUploads } from './desk-uploads.tsx';

interface Props {
  sections: Section[];
  values: Record<string, JsonValue>;
  onChange(path: string, value: JsonValue): void;
  /** Sentence by path. */
  problems: Record<string, string>;
}

const controlId = (path: string) => `f-${path.replace('.', '-')}`;

export function OfficerForm({ sections, values, onChange, problems }: Props) {
  const text = useText();
  const { i18n } = useTranslation();
  const fieldsets = sections
    .filter((section) => section.visible)
    .map((section) => (
      <fieldset key={section.id} className="officer-form">
        <legend>{text(section.title)}</legend>
        {section.fields
          .filter((field) => field.visible && field.mode === 'ask')
          .map((field) => (
            <OfficerField
              key={field.path}
              field={field}
              value={Object.hasOwn(values, field.path) ? values[field.path]! : (field.value ?? null)}
              onChange={(value) => onChange(field.path, value)}
              problem={problems[field.path]}
              cells={cellsOf(problems, field.path)}
            />
          ))}
      </fieldset>
    ));
  return (
    <>
      {fieldsets}
      <RemovedAnswers
        questions={removedAnswers(sections, values)}
        language={i18n.language === 'en' ? 'en' : 'zh-CN'}
        text={(words) => text(words)}
      />
    </>
  );
}

function OfficerField({
  field,
  value,
  onChange,
  problem,
  cells,
}: {
  field: Question;
  value: JsonValue;
  onChange(value: JsonValue): void;
  problem?: string;
  /** Of a table, by `row.column`. */
  cells: Record<string, string>;
}) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const id = controlId(field.path);
  const uploads = useDeskUploads(field);
  const label = (
    <>
      {text(field.label)}
      {field.required && (
        <span className="needed" aria-hidden="true">
          *
        </span>
      )}
    </>
  );
  return (
    <div className="officer-field" data-field-key={field.path}>
      {isGroup(field.type, field.codes?.length ?? 0) ? (
        <span id={`${id}-label`} className="officer-label">
          {label}
        </span>
      ) : (
        <label htmlFor={id} id={`${id}-label`} className="officer-label">
          {label}
        </label>
      )}
      {field.hint && (
        <p id={`${id}-hint`} className="source">
          {text(field.hint)}
        </p>
      )}
      {problem && (
        <p id={`${id}-error`} className="field-error">
          {problem}
        </p>
      )}
      <UploadsProvider value={uploads}>
        <FieldControl
          id={id}
          type={field.type}
          value={value}
          onChange={onChange}
          unit={field.unit && text(field.unit)}
          required={field.required}
          invalid={problem !== undefined}
          problems={cells}
          settled={field.value ?? null}
          describedBy={[field.hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(' ') || undefined}
          maxLength={field.maxLength}
          words={{ yes: t('ui.yes'), no: t('ui.no'), choose: '' }}
          language={i18n.language === 'en' ? 'en' : 'zh-CN'}
          {...partsOf(field, text)}
        />
      </UploadsProvider>
    </div>
  );
}
