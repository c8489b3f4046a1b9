import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { useChecks, useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { SaveIndicator } from '../save-indicator.tsx';
import { UndoButtons } from '../scenario-header.tsx';
import '../scenario.css';
import { useFormStatus, useOpenedForm } from './form-layout.tsx';
import { LiveChip, StatusChip } from './status-chip.tsx';

const tabs = ['', 'used', 'release', 'versions'] as const;

/** The same on every page of a form: name, draft and live, problems, undo and redo, 送审. */
export function FormHeader({ problemsOpen, onProblems }: { problemsOpen: boolean; onProblems: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id } = useScenarioSession();
  const { draft } = useOpenedForm();
  const status = useFormStatus();
  const { findings } = useChecks();
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const base = `/studio/forms/${encodeURIComponent(id)}`;
  return (
    <div className="scene-header">
      <div className="scene-line">
        <nav aria-label={t('studio.crumbs')} className="scene-crumb">
          <Link to="/studio/forms">{t('library.title')}</Link>
          <span aria-hidden="true">/</span>
        </nav>
        <Link to={base} className="scene-name">
          {text(forms[id]?.name)}
        </Link>
        <span className="scene-chips">
          <StatusChip status={status} />
          <LiveChip version={draft.live?.version} />
          <small className="scene-promise">{t(draft.live ? 'library.safe' : 'library.safe.none')}</small>
        </span>
        <span className="scene-actions">
          {draft.may.edit && <SaveIndicator />}
          {draft.may.edit && <UndoButtons />}
          <Button
            onClick={onProblems}
            aria-expanded={problemsOpen}
            className={errors > 0 ? 'problems-button problems-red' : 'problems-button'}
          >
            {findings.length === 0 ? t('studio.problems.none') : t('studio.problems', { count: findings.length })}
          </Button>
          {((draft.may.edit && status !== 'released') || draft.may.release) && (
            <Link to={`${base}/release`} className="ant-btn-link-as">
              <Button type="primary">{t(draft.may.release ? 'library.release' : 'library.submit')}</Button>
            </Link>
          )}
        </span>
      </div>
      <nav aria-label={t('library.pages')} className="scene-tabs">
        {tabs.map((tab) => (
          <NavLink key={tab} to={tab ? `${base}/${tab}` : base} end={tab === ''}>
            {t(`library.tab.${tab || 'design'}`)}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}
