import { HistoryOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDraftOf, useVersions } from '../../api/scenarios.ts';
import { CommentsButton } from '../../comments/comments-panel.tsx';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { shortDate } from './dates.ts';
import { PeopleHere } from './people-here.tsx';
import { CasesBadge } from './rehearse/cases-badge.tsx';
import { SaveIndicator } from './save-indicator.tsx';
import { StudioHeader } from './studio-header.tsx';
import { UndoButtons } from './undo-buttons.tsx';

interface HeaderProps {
  problemsOpen: boolean;
  onProblems: () => void;
}

const tabs = ['', 'basics', 'flow', 'forms', 'materials', 'applicant', 'rehearse', 'versions', 'release', 'source'] as const;

/** The same on every page of a scenario: name, draft and live, problems, undo and redo, 预演, 发布. */
export function ScenarioHeader(problems: HeaderProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { id, live: opened, editedBy, editedAt } = useScenarioSession();
  const { data: versions } = useVersions(id);
  // The draft was read when the scenario was opened; what was published or rolled back since is in the list of versions.
  const live = versions ? versions.find((version) => version.live) : opened;
  const base = `/studio/scenes/${id}`;
  return (
    <StudioHeader
      {...problems}
      home={{ to: '/studio/scenes', words: t('studio.scenes') }}
      base={base}
      name={text(scenario.name)}
      chips={
        <>
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
          <CasesBadge />
          <Upstream id={id} />
          <small className="scene-promise">{t(live ? 'studio.draft.safe' : 'studio.draft.unpublished')}</small>
        </>
      }
      editing={
        <>
          <PeopleHere />
          <SaveIndicator />
          <UndoButtons />
          <HistoryLink base={base} />
          <CommentsButton />
        </>
      }
      actions={
        <>
          <Link to={`${base}/rehearse`} className="ant-btn-link-as">
            <Button>{t('studio.rehearse')}</Button>
          </Link>
          <Link to={`${base}/release`} className="ant-btn-link-as">
            <Button type="primary">{t('studio.publish')}</Button>
          </Link>
        </>
      }
      pages={t('studio.pages')}
      tabs={tabs.map((path) => ({ path, words: t(`studio.tab.${path || 'overview'}`) }))}
    />
  );
}

/** Who changed what, from every page. */
function HistoryLink({ base }: { base: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('history.title')}>
      <Link to={`${base}/history`} className="scene-tool" aria-label={t('history.title')}>
        <HistoryOutlined />
      </Link>
    </Tooltip>
  );
}

/** Where the scenario was cloned from, and whether something newer waits there. */
function Upstream({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useDraftOf(id);
  const lineage = data?.lineage;
  if (!lineage || lineage.master) return null;
  const newer = lineage.newest !== undefined && lineage.newest > lineage.baseVersion;
  return (
    <>
      <Link to={`/studio/scenes/${id}/drift`} className="scene-upstream">
        {text(lineage.words)}
      </Link>
      {newer && (
        <Link to={`/studio/scenes/${id}/upgrade`}>
          <Chip tone={lineage.must ? 'amber' : 'going'}>{t('upgrade.chip', { version: lineage.newest })}</Chip>
        </Link>
      )}
    </>
  );
}
