import { DownOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { useVersions } from '../../api/scenarios.ts';
import { useChecks, useDocument, useHistory, useLabelWords, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { shortDate } from './dates.ts';
import { SaveIndicator } from './save-indicator.tsx';
import './scenario.css';

interface HeaderProps {
  problemsOpen: boolean;
  onProblems: () => void;
}

const tabs = ['', 'flow', 'forms', 'materials', 'applicant', 'rehearse', 'versions', 'release'] as const;

/** The same on every page of a scenario: name, draft and live, problems, undo and redo, 预演, 发布. */
export function ScenarioHeader({ problemsOpen, onProblems }: HeaderProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { id, live: opened, editedBy, editedAt } = useScenarioSession();
  const { data: versions } = useVersions(id);
  // The draft was read when the scenario was opened; what was published since is in the list of versions.
  const newest = versions?.reduce((max, version) => (version.version > (max?.version ?? 0) ? version : max), versions[0]);
  const live = newest ?? opened;
  const { findings } = useChecks();
  const errors = findings.filter((f) => f.severity === 'error').length;
  const base = `/studio/scenes/${id}`;
  return (
    <div className="scene-header">
      <div className="scene-line">
        <nav aria-label={t('studio.crumbs')} className="scene-crumb">
          <Link to="/studio/scenes">{t('studio.scenes')}</Link>
          <span aria-hidden="true">/</span>
        </nav>
        <Link to={base} className="scene-name">
          {text(scenario.name)}
        </Link>
        <span className="scene-chips">
          <Chip tone="action" title={t('studio.draft.edited', { who: editedBy, when: shortDate(editedAt, i18n.language) })}>
            {t('studio.draft')}
          </Chip>
          {live ? (
            <Chip tone="done" title={t('studio.live.since', { when: shortDate(live.publishedAt, i18n.language) })}>
              {t('studio.live', { version: live.version })}
            </Chip>
          ) : (
            <Chip tone="idle">{t('studio.live.none')}</Chip>
          )}
          <small className="scene-promise">{t(live ? 'studio.draft.safe' : 'studio.draft.unpublished')}</small>
        </span>
        <span className="scene-actions">
          <SaveIndicator />
          <UndoButtons />
          <Button
            onClick={onProblems}
            aria-expanded={problemsOpen}
            className={errors > 0 ? 'problems-button problems-red' : 'problems-button'}
          >
            {findings.length === 0 ? t('studio.problems.none') : t('studio.problems', { count: findings.length })}
          </Button>
          <Link to={`${base}/rehearse`} className="ant-btn-link-as">
            <Button>{t('studio.rehearse')}</Button>
          </Link>
          <Link to={`${base}/release`} className="ant-btn-link-as">
            <Button type="primary">{t('studio.publish')}</Button>
          </Link>
        </span>
      </div>
      <nav aria-label={t('studio.pages')} className="scene-tabs">
        {tabs.map((tab) => (
          <NavLink key={tab} to={tab ? `${base}/${tab}` : base} end={tab === ''}>
            {t(`studio.tab.${tab || 'overview'}`)}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}

/** Undo and redo with words, and the last twenty actions. */
export function UndoButtons() {
  const { t } = useTranslation();
  const { past, future, undo, redo } = useHistory();
  const words = useLabelWords();
  const [last, next] = [past.at(-1), future.at(-1)];
  const undoWords = last ? t('editing.undoWhat', { what: words(last.label) }) : t('editing.nothingToUndo');
  const redoWords = next ? t('editing.redoWhat', { what: words(next.label) }) : t('editing.nothingToRedo');
  const items = past
    .slice(-20)
    .reverse()
    .map((step, i) => ({ key: String(i + 1), label: words(step.label) }));
  const back = (steps: number) => {
    for (let i = 0; i < steps; i++) undo();
  };
  return (
    <span className="undo-buttons">
      <Tooltip title={`${undoWords} Ctrl+Z`}>
        <Button icon={<UndoOutlined />} aria-label={undoWords} disabled={!last} onClick={undo} />
      </Tooltip>
      <Tooltip title={`${redoWords} Ctrl+Y`}>
        <Button icon={<RedoOutlined />} aria-label={redoWords} disabled={!next} onClick={redo} />
      </Tooltip>
      <Dropdown
        trigger={['click']}
        disabled={items.length === 0}
        menu={{ items, onClick: ({ key }) => back(Number(key)), className: 'undo-list' }}
      >
        <Button icon={<DownOutlined />} aria-label={t('editing.history')} className="undo-more" />
      </Dropdown>
    </span>
  );
}
