import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mergedFormsOf } from '../../../runtime/compile/index.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import type { FormActions } from '../actions.ts';
import { shapeOf } from '../order.ts';
import { type FateKind, fateOf } from './fate.ts';

const tones: Record<FateKind, Tone> = {
  asked: 'action',
  merged: 'done',
  prefilled: 'done',
  derived: 'plain',
  officer: 'idle',
  dropped: 'amber',
};

/** 合并后: what becomes of each of my questions once all departments' forms are one, and why. */
export function MergedView({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const merged = useMemo(() => Object.values(mergedFormsOf(pkg)), [pkg]);
  const form = pkg.forms[actions.form]!;
  const rows = [...shapeOf(form).place.keys()].map((field) => ({ field, fate: fateOf(pkg, merged, actions.form, field) }));
  const count = (kind: FateKind) => rows.filter(({ fate }) => fate.kind === kind).length;
  const label = (field: string) => {
    const doc = form.fields[field]!;
    return text(doc.label ?? (doc.element ? pkg.elements[doc.element]?.name : undefined));
  };
  return (
    <section className="logic-view" aria-label={t('form.view.merged')}>
      <p className="forms-count" role="status">
        {t('form.merged.counts', {
          all: rows.length,
          asked: count('asked'),
          merged: count('merged'),
          prefilled: count('prefilled'),
          derived: count('derived'),
          dropped: count('dropped') + count('officer'),
        })}
      </p>
      <div className="list-scroll">
        <table className="list list-plain">
          <thead>
            <tr>
              <th scope="col">{t('form.logic.field')}</th>
              <th scope="col">{t('form.merged.fate')}</th>
              <th scope="col">{t('form.merged.why')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ field, fate }) => (
              <tr key={field}>
                <th scope="row">
                  <button type="button" className="plain-button link" onClick={() => actions.select(field)}>
                    {label(field)}
                  </button>
                </th>
                <td>
                  <Chip tone={tones[fate.kind]}>{t(`form.fate.${fate.kind}`)}</Chip>
                </td>
                <td>
                  {t(`form.fate.${fate.kind}.why`, {
                    names: fate.with.map((name) => `《${text(name)}》`).join(t('flow.listComma')),
                    source: text(fate.source),
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
