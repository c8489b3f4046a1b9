import { useTranslation } from 'react-i18next';
import { useDocument } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import type { DepartmentPart, DepartmentRow } from './merged-rows.ts';
import { Needs } from './merged-table.tsx';

/** What became of a department's own fields: which of them applicants are still asked for, alone or together with others. */
export function DepartmentTable({ part }: { part: DepartmentPart }) {
  const { t } = useTranslation();
  return (
    <table className="list list-plain merged">
      <thead>
        <tr>
          <th scope="col">{t('applicant.own')}</th>
          <th scope="col">{t('applicant.fate')}</th>
          <th scope="col">{t('studio.applicant.who')}</th>
        </tr>
      </thead>
      <tbody>
        {part.rows.map((row) => (
          <PartRow key={row.field.path} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function PartRow({ row: { field, needs, fate, others } }: { row: DepartmentRow }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const source = field.data ? text(scenario.data?.[field.data]?.name) : '';
  const departments = others.map((other) => text(scenario.departments[other]?.name)).join('、');
  return (
    <tr>
      <th scope="row">{text(field.label)}</th>
      <td>
        <Chip tone={fate === 'alone' || fate === 'together' ? 'action' : 'plain'}>{t(`applicant.fate.${fate}`)}</Chip>
        {source && <small className="merged-source">{t('studio.applicant.from', { source })}</small>}
        {departments && <small className="merged-source">{t('applicant.with', { departments })}</small>}
      </td>
      <td>
        <Needs needs={needs} />
      </td>
    </tr>
  );
}
