/** Material and shared data side by side: value, source and date of each, differences marked in words. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldGroup, FieldView } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { localMinute } from './times.ts';

export function TaskMaterial({ groups }: { groups: FieldGroup[] }) {
  const { t } = useTranslation();
  const text = useText();
  const differences = groups.flatMap((group) => group.fields).filter((field) => field.differs).length;
  return (
    <>
      {differences > 0 && (
        <p className="differences">
          <Chip tone="amber">{t('work.differences', { count: differences })}</Chip>
        </p>
      )}
      {groups.map((group) => (
        <section key={text(group.title)} className="group">
          <h3>{text(group.title)}</h3>
          <dl>
            {group.fields.map((field) => (
              <Field key={field.path} field={field} />
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** Middle of a number hidden until asked for; a short text is no secret by itself. */
export function maskedText(shown: string): string {
  return shown.length >= 8 ? `${shown.slice(0, 3)}${'*'.repeat(Math.max(3, shown.length - 7))}${shown.slice(-4)}` : '***';
}

function Field({ field }: { field: FieldView }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(!field.sensitive);
  const source = field.source === 'shared' ? t('work.from', { name: text(field.sourceName) }) : t(`work.source.${field.source}`);
  const shown = (value: string | undefined) => (value ? (open ? value : maskedText(value)) : t('work.noValue'));
  return (
    <div className={field.differs ? 'field differs' : 'field'} data-field-key={field.path}>
      <dt>{text(field.label)}</dt>
      <dd>
        {field.differs ? (
          <>
            <span className="pair">
              <span>
                <small>{t('work.declared')}</small> {shown(field.declaredShown)}
              </span>
              <span>
                <small>{t('work.onFile')}</small> {shown(field.shown)}
              </span>
              <Chip tone="amber">{t('work.differs')}</Chip>
            </span>
            {field.reason && (
              <span className="source">
                {t('work.reason')}：{field.reason}
              </span>
            )}
          </>
        ) : (
          <span>{shown(field.shown)}</span>
        )}
        {field.sensitive && field.shown && (
          <button type="button" className="text-button" aria-pressed={open} onClick={() => setOpen(!open)}>
            {open ? t('work.mask') : t('work.unmask')}
            <span className="visually-hidden"> {text(field.label)}</span>
          </button>
        )}
        <span className="source">
          {source}
          {field.source === 'shared' && field.at && ` ${localMinute(field.at)}`}
        </span>
      </dd>
    </div>
  );
}
