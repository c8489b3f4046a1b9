import { useTranslation } from 'react-i18next';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { ProblemPanel } from '../problem-panel.tsx';

/** Field a finding speaks of; undefined when it is about the form as a whole. */
function fieldOfFinding(path: string): string | undefined {
  const [root, , part, field] = path.split('/');
  return root === 'forms' && part === 'fields' ? field?.replaceAll('~1', '/').replaceAll('~0', '~') : undefined;
}

/** Where a finding is mended: at its question, or on the form's first page. */
export function addressOfFormFinding(form: string, path: string): string {
  const field = fieldOfFinding(path);
  return `/studio/forms/${encodeURIComponent(form)}${field ? `?field=${encodeURIComponent(field)}` : ''}`;
}

/** All problems of the form; each line opens its question. */
export function FormProblems({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useScenarioSession();
  const { forms, elements } = useDocument();
  if (!open) return null;
  const form = forms[id]!;
  const nameOf = (field: string | undefined) => {
    const doc = field ? form.fields[field] : undefined;
    return text(doc?.label ?? (doc?.element ? elements[doc.element]?.name : undefined)) || text(form.name);
  };
  return (
    <ProblemPanel
      none={t('library.problems.none')}
      place={({ path }) => ({ words: nameOf(fieldOfFinding(path)), to: addressOfFormFinding(id, path) })}
      onClose={onClose}
    />
  );
}
