import { useTranslation } from 'react-i18next';
import { ranked } from '../../editing/rank.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { FormActions } from '../actions.ts';
import { type SeenField, seenBy } from './cells.ts';
import { HiddenNote, SelectLabel } from './place-view.tsx';

/** 审批人 and 打印: what was filled in, to be read; on paper as the office prints it. Examples stand where values will be. */
export function PaperView({ actions, place }: { actions: FormActions; place: 'officer' | 'print' }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { sections, hidden } = seenBy(pkg, actions.form, place);
  const form = pkg.forms[actions.form]!;
  return (
    <section className={`paper-view paper-${place}`} aria-label={t(`form.view.${place}`)}>
      <p className="paper-title">{text(form.name)}</p>
      {place === 'print' && <p className="paper-office">{text(pkg.scenario.departments[form.department]?.name)}</p>}
      {sections.map((section) => (
        <table key={section.id}>
          <caption>{text(section.title)}</caption>
          <tbody>
            {section.fields.map((seen) => (
              <tr key={seen.id}>
                <th scope="row">
                  <SelectLabel id={seen.id} words={text(seen.label)} actions={actions} />
                </th>
                <td>
                  <PaperValue seen={seen} place={place} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <HiddenNote fields={hidden} actions={actions} />
    </section>
  );
}

function PaperValue({ seen: { field, element, access }, place }: { seen: SeenField; place: 'officer' | 'print' }) {
  const { t } = useTranslation();
  const text = useText();
  const type = field.type ?? element?.type ?? 'string';
  if (type === 'table')
    return (
      <table className="paper-inner">
        <thead>
          <tr>
            {ranked(field.columns).map(([id, column]) => (
              <th key={id} scope="col">
                {text(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {ranked(field.columns).map(([id]) => (
              <td key={id}>&nbsp;</td>
            ))}
          </tr>
        </tbody>
      </table>
    );
  if (place === 'officer' && access === 'edit') return <span className="place-read">{t('form.view.officerFills')}</span>;
  const codes = ranked(field.codes ?? element?.codes).map(([, entry]) => text(entry.name));
  // Paper shows every choice as a box to tick, as printed forms do.
  if (place === 'print' && codes.length > 0 && codes.length <= 8) return <>{codes.map((name) => `□ ${name}`).join('　')}</>;
  if (place === 'print' && type === 'boolean') return <>{`□ ${t('ui.yes')}　□ ${t('ui.no')}`}</>;
  if (place === 'print') return <>{type === 'signature' ? t('form.view.signHere') : '\u00a0'}</>;
  return <span className="place-read">{element?.example ?? (codes[0] || t(`form.sample.${type}`))}</span>;
}
