import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelledValue } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';

/** Whom it is about: the officer needs the whole number to look it up, and shows it when they do. */
export function KeyFact({ value, name }: { value: LabelledValue; name?: string }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const { shown } = value;
  const masked = shown.length > 8 ? `${shown.slice(0, 3)}${'*'.repeat(shown.length - 5)}${shown.slice(-2)}` : shown;
  const label = text(value.label);
  return (
    <div>
      <dt>{name ?? label}</dt>
      <dd className="number">
        {open ? shown : masked}
        {masked !== shown && (
          <button type="button" className="text-button" aria-pressed={open} onClick={() => setOpen(!open)}>
            {open ? t('assist.hide') : t('assist.show')}
            <span className="visually-hidden"> {label}</span>
          </button>
        )}
      </dd>
    </div>
  );
}
