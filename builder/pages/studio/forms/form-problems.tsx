import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChecks, useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';

/** Field a finding speaks of; undefined when it is about the form as a whole. */
export function fieldOfFinding(path: string): string | undefined {
  const [root, , part, field] = path.split('/');
  return root === 'forms' && part === 'fields' ? field?.replaceAll('~1', '/').replaceAll('~0', '~') : undefined;
}

/** All problems of the form; each line opens its question. */
export function FormProblems({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { findings } = useChecks();
  const { id } = useScenarioSession();
  const { forms, elements } = useDocument();
  if (!open) return null;
  const form = forms[id]!;
  const nameOf = (field: string | undefined) => {
    const doc = field ? form.fields[field] : undefined;
    return text(doc?.label ?? (doc?.element ? elements[doc.element]?.name : undefined)) || text(form.name);
  };
  return (
    <section className="problems" aria-label={t('studio.problems.title')}>
      <header>
        <h2>{t('studio.problems.title')}</h2>
        <small>{t('studio.problems.key')}</small>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
      </header>
      {findings.length === 0 && <p className="problems-none">{t('library.problems.none')}</p>}
      {(['error', 'warning'] as const).map((severity) => {
        const list = findings.filter((finding) => finding.severity === severity);
        if (list.length === 0) return null;
        return (
          <div key={severity}>
            <h3>{t(`studio.problems.${severity}`, { count: list.length })}</h3>
            <ul>
              {list.map((finding) => {
                const field = fieldOfFinding(finding.path);
                return (
                  <li key={`${finding.code} ${finding.path}`} className={`problem problem-${severity}`}>
                    <Link to={`/studio/forms/${encodeURIComponent(id)}${field ? `?field=${encodeURIComponent(field)}` : ''}`}>
                      {nameOf(field)}
                    </Link>
                    <span>{text(finding.message)}</span>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
