import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useRelease } from '../../api/releases.ts';
import { useVersion } from '../../api/scenarios.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import './overview.css';
import './release/release.css';
import { ReadinessList } from './readiness-list.tsx';
import { EffectSheet } from './release/effect-sheet.tsx';
import { LiveSheet } from './release/live-sheet.tsx';
import { MigrationSheet } from './release/migration-sheet.tsx';
import { PublishSheet } from './release/publish-sheet.tsx';
import { SigningSheet } from './release/signing-sheet.tsx';
import { ChangeList } from './versions/change-list.tsx';
import { compare } from './versions/changes.ts';

/** Publishing: what is ready, what changes, who agrees, whom it reaches, when; and what counts now, with the ways back. */
export function ReleasePage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id, autosave } = useScenarioSession();
  useSaveState();
  const rev = autosave.rev();
  const release = useRelease(id, rev);
  const page = release.data;
  const { data: before } = useVersion(id, page?.live ?? undefined);
  const first = page?.live === null;
  const comparison = useMemo(() => (before ? compare(before.package, pkg) : undefined), [before, pkg]);
  return (
    <Page
      title={t('studio.publish')}
      titles={[text(pkg.scenario.name)]}
      lead={t('studio.release.lead')}
      actions={<Link to={`/studio/scenes/${id}/template`}>{t('market.release.link')}</Link>}
    >
      {release.error && <FailedState problem={problemOf(release.error)} onRetry={() => void release.refetch()} />}
      <div className="overview">
        <Sheet title={t('studio.release.ready')}>
          <ReadinessList />
        </Sheet>
        <Sheet title={t('studio.release.changes')} className="release-changes">
          {first ? <p>{t('studio.release.first')}</p> : comparison ? <ChangeList comparison={comparison} /> : <Skeleton />}
        </Sheet>
      </div>
      {page && <EffectSheet page={page} rev={rev} comparison={comparison} />}
      {page && <SigningSheet page={page} rev={rev} />}
      {page ? <PublishSheet page={page} comparison={comparison} /> : !release.error && <Skeleton lines={6} />}
      {page && <LiveSheet page={page} rev={rev} />}
      {page?.live && <MigrationSheet page={page} />}
    </Page>
  );
}
