import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FormField } from '../../../schemas/generated/documents.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';

/** A department's own form belongs to no scenario yet: what other departments hold is looked for, and applied for, in the catalogue. */
export function ApplyEntry({ field }: { field: FormField }) {
  const { t } = useTranslation();
  const text = useText();
  const { elements } = useDocument();
  const name = text(field.element ? elements[field.element]?.name : field.label);
  return (
    <p className="panel-note" data-entry="apply">
      {t('form.apply.words')} <Link to={`/studio/data?${new URLSearchParams({ q: name })}`}>{t('form.apply', { name })}</Link>
    </p>
  );
}
