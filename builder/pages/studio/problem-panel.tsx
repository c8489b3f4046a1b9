import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { useChecks } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';

interface Props {
  /** Said when there is nothing to mend. */
  none: string;
  /** What a finding is about, in words, and where that is mended. */
  place(finding: Finding): { words: string; to: string };
  onClose(): void;
}

/** All problems, the ones that must be solved first; each line opens the exact place. */
export function ProblemPanel({ none, place, onClose }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { findings } = useChecks();
  return (
    <section className="problems" aria-label={t('studio.problems.title')}>
      <header>
        <h2>{t('studio.problems.title')}</h2>
        <small>{t('studio.problems.key')}</small>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
      </header>
      {findings.length === 0 && <p className="problems-none">{none}</p>}
      {(['error', 'warning'] as const).map((severity) => {
        const list = findings.filter((finding) => finding.severity === severity);
        if (list.length === 0) return null;
        return (
          <div key={severity}>
            <h3>{t(`studio.problems.${severity}`, { count: list.length })}</h3>
            <ul>
              {list.map((finding) => {
                const { words, to } = place(finding);
                return (
                  <li key={`${finding.code} ${finding.path}`} className={`problem problem-${severity}`}>
                    <Link to={to}>{words}</Link>
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
