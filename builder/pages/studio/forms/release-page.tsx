import { Alert, App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { type FormImpact, type ReviewStep, useImpact, useReviewStep } from '../../../api/forms.ts';
import { useChecks, useDocument, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Page, Sheet } from '../../../ui/page.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useFormStatus, useOpenedForm } from './form-layout.tsx';
import { ImpactList } from './impact-list.tsx';

/** 送审与发布: what changes for whom, then sent by one person and released by another. */
export function FormReleasePage() {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id, autosave } = useScenarioSession();
  const { draft } = useOpenedForm();
  const status = useFormStatus();
  const open = draft.may.edit && status !== 'released';
  // Impact is that of the saved draft; it is asked again once a save went through.
  useSaveState();
  const [mapping, setMapping] = useState<Record<string, string>>(draft.review?.mapping ?? {});
  const { data: impact, error, refetch } = useImpact(id, autosave.rev(), mapping);
  return (
    <Page title={t('library.tab.release')} titles={[text(forms[id]?.name)]} lead={t('library.release.lead')}>
      <Sheet title={t('library.impact')} note={t('library.impact.note')}>
        {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
        {!impact && !error && <Skeleton />}
        {impact && <ImpactList impact={impact} mapping={mapping} onMap={open ? setMapping : undefined} />}
      </Sheet>
      {open && <SubmitSheet impact={impact} mapping={mapping} />}
      {draft.status === 'review' && <ReviewSheet />}
      {status === 'released' && <p className="page-lead">{t('library.release.nothing')}</p>}
      {draft.may.withdraw && draft.live && <WithdrawSheet />}
    </Page>
  );
}

/** Runs a step and reads the form anew, so that every page shows where it is now. */
function useStep() {
  const { id } = useScenarioSession();
  const { reload } = useOpenedForm();
  const step = useReviewStep(id);
  const run = (body: ReviewStep, done: string) =>
    step.mutate(body, {
      onSuccess: async () => {
        announce(done);
        showToast(done);
        await reload();
      },
    });
  return { run, pending: step.isPending, problem: step.error ? problemOf(step.error) : undefined };
}

function StepProblem({ problem }: { problem: ReturnType<typeof problemOf> | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  if (!problem) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problem.detail ?? problem.title ?? t('ui.failed')}
      description={problem.findings?.map((finding) => <p key={finding.path + finding.code}>{text(finding.message)}</p>)}
    />
  );
}

function SubmitSheet({ impact, mapping }: { impact: FormImpact | undefined; mapping: Record<string, string> }) {
  const { t } = useTranslation();
  const { autosave, changed } = useScenarioSession();
  const save = useSaveState();
  const { findings } = useChecks();
  const { draft } = useOpenedForm();
  const { run, pending, problem } = useStep();
  const [notes, setNotes] = useState('');
  const [missing, setMissing] = useState(false);
  const command = useRef(crypto.randomUUID());
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const same = draft.live !== undefined && !changed && autosave.rev() === draft.rev && save.kind === 'saved';
  const blocked =
    errors > 0
      ? t('studio.release.blocked.errors', { count: errors })
      : impact?.breaking
        ? t('library.blocked.breaks')
        : same
          ? t('studio.release.blocked.same')
          : save.kind !== 'saved'
            ? t('studio.release.blocked.saving')
            : undefined;
  const go = async () => {
    if (!notes.trim()) return setMissing(true);
    const state = await autosave.flush();
    if (state.kind !== 'saved') return;
    run({ step: 'submit', rev: autosave.rev(), notes: notes.trim(), mapping, commandId: command.current }, t('library.submitted'));
  };
  return (
    <Sheet title={t('library.submit')} note={t('library.submit.note')}>
      <div className="form-stack">
        <StepProblem problem={problem} />
        <Entry label={t('library.notes')} hint={missing && !notes.trim() ? t('studio.release.notes.missing') : t('library.notes.example')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              status={missing && !notes.trim() ? 'error' : undefined}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Entry>
        <p className="page-actions">
          <Button type="primary" size="large" disabled={Boolean(blocked)} loading={pending} onClick={() => void go()}>
            {t('library.submit')}
          </Button>
          {blocked && <span>{t('library.blocked', { why: blocked })}</span>}
        </p>
      </div>
    </Sheet>
  );
}

/** For the second person: release, or back with words; for the author: take it back. */
function ReviewSheet() {
  const { t } = useTranslation();
  const { autosave, id } = useScenarioSession();
  const { draft } = useOpenedForm();
  const { run, pending, problem } = useStep();
  const { modal } = App.useApp();
  const [remarks, setRemarks] = useState('');
  const [missing, setMissing] = useState(false);
  const command = useRef(crypto.randomUUID());
  const next = (draft.live?.version ?? 0) + 1;
  const rev = autosave.rev();
  const release = () =>
    modal.confirm({
      title: t('library.release.confirm', { version: next }),
      content: t('library.release.confirm.words'),
      okText: t('library.release.go', { version: next }),
      cancelText: t('ui.cancel'),
      onOk: () =>
        run(
          { step: 'release', rev, commandId: command.current, ...(remarks.trim() ? { opinion: remarks.trim() } : {}) },
          t('library.released', { version: next }),
        ),
    });
  const giveBack = () => {
    if (!remarks.trim()) return setMissing(true);
    run({ step: 'return', rev, remarks: remarks.trim() }, t('library.returned'));
  };
  return (
    <Sheet title={t('library.review')} note={draft.review && t('library.review.by', { who: draft.review.submittedBy })}>
      <div className="form-stack">
        <StepProblem problem={problem} />
        {draft.review && (
          <p>
            <b>{t('library.notes')}</b> {draft.review.notes}
          </p>
        )}
        <p>
          <Link to={`/studio/forms/${encodeURIComponent(id)}`}>{t('library.review.look')}</Link>
        </p>
        {draft.may.release && (
          <>
            <Entry
              label={t('library.opinion')}
              hint={missing && !remarks.trim() ? t('library.opinion.missing') : t('library.opinion.example')}
            >
              {(ids) => (
                <Input.TextArea
                  {...ids}
                  rows={2}
                  status={missing && !remarks.trim() ? 'error' : undefined}
                  value={remarks}
                  onChange={(event) => setRemarks(event.target.value)}
                />
              )}
            </Entry>
            <p className="page-actions">
              <Button type="primary" size="large" loading={pending} onClick={release}>
                {t('library.release.go', { version: next })}
              </Button>
              <Button size="large" loading={pending} onClick={giveBack}>
                {t('library.return')}
              </Button>
            </p>
          </>
        )}
        {!draft.may.release && <p>{t('library.review.second')}</p>}
        {draft.may.recall && (
          <p>
            <Button loading={pending} onClick={() => run({ step: 'recall', rev }, t('library.recalled'))}>
              {t('library.recall')}
            </Button>
          </p>
        )}
      </div>
    </Sheet>
  );
}

/** No new scenario may take the form; the ones that use it go on. */
function WithdrawSheet() {
  const { t } = useTranslation();
  const { run, pending, problem } = useStep();
  const [reason, setReason] = useState('');
  return (
    <details className="panel-fold library-withdraw">
      <summary>{t('library.withdraw')}</summary>
      <div className="form-stack">
        <p>{t('library.withdraw.words')}</p>
        <StepProblem problem={problem} />
        <Entry label={t('library.withdraw.reason')}>
          {(ids) => <Input {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Entry>
        <p>
          <Button
            danger
            disabled={!reason.trim()}
            loading={pending}
            onClick={() => run({ step: 'withdraw', reason: reason.trim() }, t('library.withdrawn'))}
          >
            {t('library.withdraw')}
          </Button>
        </p>
      </div>
    </details>
  );
}
