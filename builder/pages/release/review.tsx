/** What a colleague submitted: read, then released or sent back; who submitted it may take it back. */
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateReleased, TemplateReleasePage } from '../../../schemas/generated/api.ts';
import { usePlanWaves } from '../../api/fleet.ts';
import { useReleaseForecast, useReviewTemplate } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { inWaves } from '../fleet/in-waves.ts';
import { shortDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import { Changes } from './changes.tsx';

interface Props {
  id: string;
  page: TemplateReleasePage;
  submission: NonNullable<TemplateReleasePage['submission']>;
  onDone: (done: TemplateReleased) => void;
}
/** `children`: read before it is released. */

export function Review({ id, page, submission, onDone, children }: Props & { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { notes } = submission;
  return (
    <>
      <Sheet
        title={t('market.review', { version: page.next })}
        note={t('market.review.by', { who: submission.submittedBy, when: shortDate(submission.submittedAt, i18n.language) })}
      >
        <p className="upgrade-release">
          <Chip tone={notes.must ? 'amber' : 'idle'}>{t(notes.must ? 'upgrade.must' : 'upgrade.may')}</Chip>
          {notes.latestDate && <Chip>{t('upgrade.latest', { date: notes.latestDate })}</Chip>}
        </p>
        <p>{t('upgrade.why', { why: text(notes.why) })}</p>
      </Sheet>
      {page.template && (
        <Sheet title={t('market.changes', { count: page.changes.length })}>
          <Changes changes={page.changes} />
        </Sheet>
      )}
      {children}
      <Answer id={id} page={page} submission={submission} onDone={onDone} />
    </>
  );
}

function Answer({ id, page, submission, onDone }: Props) {
  const { t } = useTranslation();
  const review = useReviewTemplate(id);
  const plan = usePlanWaves(page.template ?? '');
  const { data: forecast } = useReleaseForecast(id);
  const regions = forecast?.regions.map(({ region }) => region) ?? [];
  const [staged, setStaged] = useState(false);
  const [first, setFirst] = useState<number>();
  const [remarks, setRemarks] = useState('');
  const [commandId] = useState(() => crypto.randomUUID());
  const { may } = page;
  const waves = inWaves(regions, first ?? Math.max(1, Math.ceil(regions.length / 10)));
  const release = async () => {
    const done = await review.mutateAsync({ do: 'release', rev: submission.rev, commandId });
    if (staged && done.version !== undefined && regions.length > 0)
      await plan.mutateAsync({
        version: done.version,
        waves: waves.map((list, index) => ({ name: t('waves.name', { number: index + 1 }), regions: list })),
        rules: { maxIncidentShare: 0.05, minCases: 10, maxFailedChecks: Math.max(1, Math.ceil(regions.length / 10)) },
      });
    onDone(done);
  };
  const busy = review.isPending || plan.isPending;
  return (
    <Sheet title={t('market.answer')} note={may.release ? t('market.answer.words') : t('market.answer.own')}>
      <Refused error={review.error ?? plan.error} />
      {may.release && regions.length > 0 && (
        <div className="form-stack release-waves">
          <Checkbox checked={staged} onChange={(event) => setStaged(event.target.checked)}>
            {t('market.waves')}
          </Checkbox>
          {staged && (
            <Entry label={t('waves.first')} hint={t('waves.preview', { waves: waves.map((list) => list.length).join(' + ') })}>
              {(ids) => (
                <InputNumber
                  {...ids}
                  min={1}
                  max={regions.length}
                  value={waves[0]?.length ?? 1}
                  onChange={(value) => setFirst(value ?? 1)}
                />
              )}
            </Entry>
          )}
        </div>
      )}
      <p className="upgrade-acts">
        {may.release && (
          <Button type="primary" size="large" loading={busy} onClick={() => void release().catch(() => undefined)}>
            {t('market.answer.release', { version: page.next })}
          </Button>
        )}
        {may.recall && (
          <Button loading={busy} onClick={() => review.mutate({ do: 'recall', rev: submission.rev, commandId }, { onSuccess: onDone })}>
            {t('market.answer.recall')}
          </Button>
        )}
      </p>
      {may.return && (
        <form
          className="upgrade-edit"
          onSubmit={(event) => {
            event.preventDefault();
            if (remarks.trim())
              review.mutate({ do: 'return', rev: submission.rev, remarks: remarks.trim(), commandId }, { onSuccess: onDone });
          }}
        >
          <Input
            value={remarks}
            maxLength={2000}
            aria-label={t('market.answer.remarks')}
            placeholder={t('market.answer.remarks')}
            onChange={(event) => setRemarks(event.target.value)}
          />
          <Button htmlType="submit" disabled={remarks.trim() === ''} loading={busy}>
            {t('market.answer.return')}
          </Button>
        </form>
      )}
    </Sheet>
  );
}
