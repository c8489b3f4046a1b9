/** Which column of the file fills which field, with the first values beside it so that a wrong one is seen. */
import { useTranslation } from 'react-i18next';
import type { ImportFields } from '../../../schemas/generated/api.ts';
import { Sensitivity } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { type Mapping, mappingProblems } from './import-file.ts';

interface Props {
  fields: ImportFields['fields'];
  headings: readonly string[];
  rows: readonly (readonly string[])[];
  mapping: Mapping;
  onChange(mapping: Mapping): void;
}

export function MappingTable({ fields, headings, rows, mapping, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { missing, twice } = mappingProblems(fields, mapping);
  const example = (heading: string | undefined) => {
    const column = heading === undefined ? -1 : headings.indexOf(heading);
    return column < 0
      ? ''
      : rows
          .slice(0, 3)
          .map((row) => row[column] ?? '')
          .join('、');
  };
  return (
    <table className="data-table mapping">
      <thead>
        <tr>
          <th scope="col">{t('data.field')}</th>
          <th scope="col">{t('imports.column')}</th>
          <th scope="col">{t('imports.values')}</th>
          <th scope="col">{t('data.sensitivity')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const chosen = mapping[field.id];
          const problem = missing.includes(field.id) ? 'imports.keyNeeded' : chosen && twice.includes(chosen) ? 'imports.twice' : undefined;
          return (
            <tr key={field.id}>
              <th scope="row">
                {text(field.name)} {field.isKey && <span className="hint">{t('imports.key')}</span>}
              </th>
              <td data-label={t('imports.column')}>
                <select
                  aria-label={t('imports.columnOf', { field: text(field.name) })}
                  value={chosen ?? ''}
                  aria-invalid={problem !== undefined || undefined}
                  onChange={(event) => onChange({ ...mapping, [field.id]: event.target.value })}
                >
                  <option value="">{t('imports.noColumn')}</option>
                  {headings.map((heading) => (
                    <option key={heading}>{heading}</option>
                  ))}
                </select>
                {problem && <p className="field-problem">{t(problem)}</p>}
              </td>
              <td data-label={t('imports.values')} className="data-example">
                {example(chosen)}
              </td>
              <td data-label={t('data.sensitivity')}>{field.sensitivity !== undefined && <Sensitivity level={field.sensitivity} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
