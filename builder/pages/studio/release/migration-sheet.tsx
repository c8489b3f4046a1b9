import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationPlan, ReleasePage } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { useMigrate, useMigrationPlan, useUndoMigration } from '../../../api/releases.ts';
import { useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip, type Tone } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';

const verdicts = ['safe', 'mapping', 'person', 'stay'] as const;
const tones: Record<(typeof verdicts)[number], Tone> = { safe: 'done', mapping: 'amber', person: 'amber', stay: 'idle' };

/** Running cases end on the version they began on. Here is what would become of them on the live one, and the step itself. */
export function MigrationSheet({ page }: { page: ReleasePage }) {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const [asked, setAsked] = useState(false);
  const older = page.running.filter(({ version }) => version !== page.live).reduce((sum, { count }) => sum + count, 0);
  const plan = useMigrationPlan(id, page.live, asked);
  return (
    <Sheet title={t('release.migration')} note={older === 0 ? t('release.migration.none') : t('release.migration.words', { count: older })}>
      {older > 0 && !asked && <Button onClick={() => setAsked(true)}>{t('release.migration.ask', { version: page.live })}</Button>}
      {plan.error && <FailedState problem={problemOf(plan.error)} onRetry={() => void plan.refetch()} />}
      {asked && plan.isPending && <Skeleton />}
      {plan.data && <Plan plan={plan.data} />}
    </Sheet>
  );
}

function Plan({ plan }: { plan: MigrationPlan }) {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useScenarioSession();
  const migrate = useMigrate(id);
  const undo = useUndoMigration(id);
  const done = undo.data ?? migrate.data;
  const problem = migrate.error ?? undo.error;
  return (
    <>
      {problem && <Alert type="error" showIcon role="alert" title={problemOf(problem).title} description={problemOf(problem).detail} />}
      {done && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t(undo.data ? 'release.migration.undone' : 'release.migration.done', {
            count: undo.data ? done.undone : done.moved,
            left: done.left,
          })}
        />
      )}
      <ul className="release-parts">
        {verdicts
          .filter((verdict) => plan.counts[verdict] > 0)
          .map((verdict) => (
            <li key={verdict}>
              <Chip tone={tones[verdict]}>{t(`release.verdict.${verdict}`)}</Chip>
              <b>{t('release.cases', { count: plan.counts[verdict] })}</b>
              <span className="hint">
                {plan.groups
                  .filter((group) => group.verdict === verdict)
                  .flatMap((group) => group.reasons.map((reason) => text(reason.text)))
                  .slice(0, 3)
                  .join('；')}
              </span>
            </li>
          ))}
      </ul>
      <p className="page-actions">
        <Button
          type="primary"
          disabled={plan.counts.safe === 0 || migrate.data !== undefined}
          loading={migrate.isPending}
          onClick={() => migrate.mutate({ to: plan.to, mapping: plan.suggested })}
        >
          {t('release.migration.move', { count: plan.counts.safe, version: plan.to })}
        </Button>
        {migrate.data && !undo.data && (
          <Button loading={undo.isPending} onClick={() => migrate.data && undo.mutate(migrate.data.id)}>
            {t('release.migration.undo')}
          </Button>
        )}
        <span className="hint">{t('release.migration.promise')}</span>
      </p>
    </>
  );
}
