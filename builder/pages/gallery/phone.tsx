import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type MergedField, mergedFormsOf, type ScenarioPackage } from '../../../runtime/compile/index.ts';
import { ranked } from '../../editing/rank.ts';
import { FieldControl } from '../../fields/FieldControl.tsx';
import { useText } from '../../i18n/use-text.ts';

const nothing = () => undefined;

/** The service as citizens meet it at 375 px: what it is, what is read for them, and the questions that are left. */
export function Phone({ pkg }: { pkg: ScenarioPackage }) {
  const { t } = useTranslation();
  const text = useText();
  const form = useMemo(() => Object.values(mergedFormsOf(pkg))[0], [pkg]);
  const { scenario } = pkg;
  if (!form) return <p className="hint">{t('gallery.phone.none')}</p>;
  const sections = form.sections
    .map((section) => ({
      ...section,
      asked: section.fields.flatMap((path) => (form.fields[path]?.supply === 'asked' ? [form.fields[path]] : [])),
    }))
    .filter(({ asked }) => asked.length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture of a phone scrolls, and the keyboard must be able to scroll it
    <section className="gallery-phone" aria-label={t('gallery.citizens')} tabIndex={0}>
      <h3>{text(scenario.name)}</h3>
      <p>{text(scenario.summary)}</p>
      <p className="gallery-counts">{t('gallery.phone.counts', { ...form.counts })}</p>
      {Object.keys(scenario.data ?? {}).length > 0 && (
        <p className="hint">
          {t('gallery.phone.reads', {
            what: ranked(scenario.data)
              .map(([, use]) => text(use.name))
              .join(t('flow.listComma')),
          })}
        </p>
      )}
      {sections.map((section) => (
        <div key={section.id} className="gallery-section">
          <h4>{text(section.title)}</h4>
          {section.asked.map((field) => (
            <Question key={field.path} field={field} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Question({ field }: { field: MergedField }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const codes = ranked(field.codes).map(([code, entry]) => ({ code, name: text(entry.name), parent: entry.parent }));
  return (
    <div className="gallery-question">
      <p>{text(field.label)}</p>
      <div inert>
        <FieldControl
          id={`gallery-${field.path}`}
          type={field.type}
          value={null}
          onChange={nothing}
          codes={codes}
          required={false}
          invalid={false}
          unit={text(field.unit) || undefined}
          words={{ yes: t('ui.yes'), no: t('ui.no'), choose: t('form.choose') }}
          language={i18n.language === 'en' ? 'en' : 'zh-CN'}
        />
      </div>
    </div>
  );
}
