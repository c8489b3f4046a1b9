import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { FormActions } from '../actions.ts';
import { PreviewField } from '../preview-field.tsx';
import { useSelected } from '../selection.ts';
import { type SeenField, seenBy } from './cells.ts';

/** 电脑 and 窗口: the form with room, at home on a computer or typed by the clerk at the counter. */
export function PlaceView({ actions, place }: { actions: FormActions; place: 'applicant' | 'window' }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { sections, hidden } = seenBy(pkg, actions.form, place);
  const view = place === 'applicant' ? 'desktop' : 'window';
  return (
    <section className={`place-view place-${view}`} aria-label={t(`form.view.${view}`)}>
      <p className="phone-title">{text(pkg.forms[actions.form]?.name)}</p>
      {sections.map((section) => (
        <section key={section.id}>
          <h3>{text(section.title)}</h3>
          <div className="place-fields">
            {section.fields.map((seen) => (
              <PlaceField key={seen.id} seen={seen} actions={actions} />
            ))}
          </div>
        </section>
      ))}
      <HiddenNote fields={hidden} actions={actions} />
    </section>
  );
}

function PlaceField({ seen, actions }: { seen: SeenField; actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const selected = useSelected(actions.selection);
  const { id, field, element, label, access } = seen;
  const wide = ['text', 'table', 'signature', 'file', 'address'].includes(field.type ?? element?.type ?? 'string');
  return (
    <div className={[wide && 'place-wide', selected === id && 'place-chosen'].filter(Boolean).join(' ') || undefined}>
      <SelectLabel id={id} words={text(label)} actions={actions} note={field.required ? '' : t('form.optional')} />
      {access === 'read' ? (
        <p className="place-read">{element?.example ?? t('form.readOnly')}</p>
      ) : (
        <PreviewField id={id} field={field} element={element} />
      )}
    </div>
  );
}

/** The label as the way to the settings of its field. */
export function SelectLabel({ id, words, note, actions }: { id: string; words: string; note?: string; actions: FormActions }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="plain-button place-label" data-view-field={id} onClick={() => actions.select(id)}>
      {words || t('editing.unnamed')} {note && <small>{note}</small>}
    </button>
  );
}

/** What this place does not see, by name: nothing is forgotten because it is not there. */
export function HiddenNote({ fields, actions }: { fields: SeenField[]; actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  if (fields.length === 0) return null;
  return (
    <div className="place-hidden">
      <p>{t('form.view.hidden', { count: fields.length })}</p>
      <ul>
        {fields.map(({ id, label }) => (
          <li key={id}>
            <SelectLabel id={id} words={text(label)} actions={actions} />
          </li>
        ))}
      </ul>
    </div>
  );
}
