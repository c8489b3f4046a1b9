import { useTranslation } from 'react-i18next';
import type { MergedField, MergedNeed, RuleDifference } from '../../../../runtime/compile/index.ts';
import { useDocument } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { firstQuestions } from './merged-rows.ts';

/** One row per question: what it is called, how it is got, which departments need it for which matter by what law. */
export function MergedTable({ fields }: { fields: readonly MergedField[] }) {
  const { t } = useTranslation();
  const first = firstQuestions(useDocument());
  return (
    <table className="list list-plain merged">
      <thead>
        <tr>
          <th scope="col">{t('studio.applicant.question')}</th>
          <th scope="col">{t('studio.applicant.supply')}</th>
          <th scope="col">{t('studio.applicant.who')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={field.path} field={field} first={first.has(field.path)} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({ field, first }: { field: MergedField; first: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const source = field.data ? text(scenario.data?.[field.data]?.name) : '';
  return (
    <tr>
      <th scope="row">
        {text(field.label)}
        <small>{[first ? t('applicant.first') : '', demandWords(field, t)].filter(Boolean).join(' · ')}</small>
        {(field.differences ?? []).map((difference) => (
          <Difference key={difference.rule} difference={difference} />
        ))}
      </th>
      <td>
        <Chip tone={field.supply === 'asked' ? 'action' : 'plain'}>{t(`studio.applicant.${field.supply}`)}</Chip>
        {source && <small className="merged-source">{t('studio.applicant.from', { source })}</small>}
      </td>
      <td>
        <Needs needs={field.needs} />
      </td>
    </tr>
  );
}

function demandWords({ required }: MergedField, t: (key: string) => string): string {
  if (required === true) return t('studio.applicant.required');
  return typeof required === 'function' ? t('studio.applicant.sometimes') : '';
}

function Difference({ difference: { rule, stricter } }: { difference: RuleDifference }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const names = [...new Set(stricter.map(({ form }) => text(forms[form]?.name)))].filter(Boolean);
  const words = { rule: t(`applicant.rule.${rule}`), form: names.map((form) => t('studio.applicant.form', { form })).join('、') };
  return <small className="merged-difference">{t(names.length > 0 ? 'applicant.stricter' : 'applicant.stricter.common', words)}</small>;
}

/** Who needs it: one line per department and matter, with the reason and the law. */
export function Needs({ needs }: { needs: readonly MergedNeed[] }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario, forms } = useDocument();
  return needs.map((need) => {
    const item = need.item ? text(scenario.items[need.item]?.name) : t('studio.applicant.form', { form: text(forms[need.form]?.name) });
    const words = [item, text(need.why)].filter(Boolean).join('，');
    return (
      <p key={`${need.form} ${need.field}`}>
        <b>{text(scenario.departments[need.department]?.name)}</b> {words}
        {need.legalBasis && (
          <small className="merged-source">
            {t('applicant.basis')} {text(need.legalBasis)}
          </small>
        )}
      </p>
    );
  });
}
