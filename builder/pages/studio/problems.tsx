import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { addressOfFinding, stepOfFinding } from '../../flow/findings.ts';
import { useText } from '../../i18n/use-text.ts';
import { ProblemPanel } from './problem-panel.tsx';

/** All problems of the scenario; each line opens its step, its form or its settings. */
export function Problems({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  if (!open) return null;
  const where = (finding: Finding) => {
    const step = stepOfFinding(pkg, finding);
    if (step) return text(pkg.scenario.nodes[step]?.name);
    const [root, form] = finding.path.split('/');
    return root === 'forms' ? text(pkg.forms[form?.replaceAll('~1', '/') ?? '']?.name) : t('studio.problems.scenario');
  };
  return (
    <ProblemPanel
      none={t('studio.problems.noneWords')}
      place={(finding) => ({ words: where(finding), to: `/studio/scenes/${id}/${addressOfFinding(pkg, finding)}` })}
      onClose={onClose}
    />
  );
}
