import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChecks, useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { addressOfFinding, stepOfFinding } from '../../flow/findings.ts';
import { useText } from '../../i18n/use-text.ts';

/** All problems, the ones that must be solved first; each line opens the exact place. */
export function Problems({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { findings } = useChecks();
  if (!open) return null;
  return (
    <section className="problems" aria-label={t('studio.problems.title')}>
      <header>
        <h2>{t('studio.problems.title')}</h2>
        <small>{t('studio.problems.key')}</small>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
      </header>
      {findings.length === 0 && <p className="problems-none">{t('studio.problems.noneWords')}</p>}
      {(['error', 'warning'] as const).map((severity) => (
        <ProblemGroup key={severity} severity={severity} />
      ))}
    </section>
  );
}

function ProblemGroup({ severity }: { severity: 'error' | 'warning' }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { findings } = useChecks();
  const list = findings.filter((finding) => finding.severity === severity);
  if (list.length === 0) return null;
  const where = (path: string, step: string | undefined) => {
    if (step) return text(pkg.scenario.nodes[step]?.name);
    const [root, form] = path.split('/');
    return root === 'forms' ? text(pkg.forms[form?.replaceAll('~1', '/') ?? '']?.name) : t('studio.problems.scenario');
  };
  return (
    <>
      <h3>{t(`studio.problems.${severity}`, { count: list.length })}</h3>
      <ul>
        {list.map((finding) => (
          <li key={`${finding.code} ${finding.path}`} className={`problem problem-${severity}`}>
            <Link to={`/studio/scenes/${id}/${addressOfFinding(pkg, finding)}`}>{where(finding.path, stepOfFinding(pkg, finding))}</Link>
            <span>{text(finding.message)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
