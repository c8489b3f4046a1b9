/** /go/a/:draft …: consents, then only the sections with gaps, then one page to check everything. */
import { useEffect, useMemo, useState } from 'react';
import type { Draft, FieldProblem, Question, Section } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { problemsAt } from '../../fields/parts.ts';
import { RemovedAnswers } from '../../fields/RemovedAnswers.tsx';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { MaterialTarget } from '../parts/material-target.ts';
import { Progress } from '../parts/progress.tsx';
import { AskedQuestion, localMinute, SharedValue } from '../parts/question.tsx';
import { ErrorSummary, LoadState, NotFound, summaryOf } from '../parts/states.tsx';
import { go, useAddress } from '../router.ts';
import { askedOf, type DraftForm, type SaveState, useDraft, visibleSections } from '../use-draft.ts';
import { useLoad } from '../use-load.ts';
import { CheckPage } from './check.tsx';
import { ConsentPage } from './consent.tsx';

/** `step`: undefined for the first unfinished item, `consent`, `check`, or a section id. */
export function DraftPage({ id, step }: { id: string; step: string | undefined }) {
  const load = useLoad<Draft>(`/drafts/${id}`);
  return <LoadState load={load}>{(draft) => <OpenDraft key={draft.id} initial={draft} step={step} />}</LoadState>;
}

function OpenDraft({ initial, step }: { initial: Draft; step: string | undefined }) {
  const form = useDraft(initial);
  const { draft } = form;
  const first = step === undefined ? firstStep(form) : undefined;
  // The step goes into the address at once: otherwise answering a question would itself move the page on.
  useEffect(() => {
    if (first) go(`/go/a/${draft.id}/${first}`, { replace: true });
  }, [first, draft.id]);
  if (first) return null;
  if (step === 'consent') return <ConsentPage form={form} />;
  if (step === 'check') return <CheckPage form={form} previous={addressBefore(form, gapSections(form).length)} />;
  const section = draft.sections.find(({ id }) => id === step);
  return section ? <SectionPage key={section.id} form={form} section={section} /> : <NotFound />;
}

/**
 * Sections with a gap, in order: something required that nobody holds, or that was typed here before. What has a value
 * already, or is optional, waits on the check page behind 更改.
 */
function gapSections(form: DraftForm): Section[] {
  const isGap = (question: Question) =>
    question.required && question.mode === 'ask' && (isEmpty(question.value) || form.isTyped(question.path));
  return visibleSections(form.draft).filter((section) => askedOf(section).some(isGap));
}

function hasGap(form: DraftForm, section: Section): boolean {
  return askedOf(section).some((question) => question.required && isEmpty(form.valueOf(question)));
}
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Where a person who comes back goes on: consents not decided, the first section with a gap, else the check page. */
export function firstStep(form: DraftForm): string {
  const { draft } = form;
  if (draft.consents.some((consent) => consent.granted === null && !consent.by)) return 'consent';
  return gapSections(form).find((section) => hasGap(form, section))?.id ?? 'check';
}

/** The page before a section with gaps, by its place among them: another section, the consents, or the home page. */
function addressBefore(form: DraftForm, index: number): string {
  const { draft } = form;
  const section = gapSections(form)[index - 1];
  if (section) return `/go/a/${draft.id}/${section.id}`;
  return draft.consents.some((consent) => !consent.by) ? `/go/a/${draft.id}/consent` : '/go';
}

function SectionPage({ form, section }: { form: DraftForm; section: Section }) {
  const { w, tx, language } = usePortal();
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const { draft } = form;
  const target = useMemo(() => ({ draft: draft.id }), [draft.id]);
  const asked = askedOf(section);
  // What is worked out from the answers of this very page waits for the check page: appearing here, when the last answer
  // is left, it would push 下一步 away from under the finger.
  const [knownBefore] = useState(() => new Set(section.fields.filter((field) => !isEmpty(field.value)).map(({ path }) => path)));
  const known = section.fields.filter(
    (field) => field.visible && !asked.includes(field) && !isEmpty(field.value) && (field.mode === 'shared' || knownBefore.has(field.path)),
  );
  const sections = gapSections(form);
  const index = sections.findIndex(({ id }) => id === section.id);
  // Who came from the check page goes back there, whatever lies between.
  const changing = useAddress().searchParams.has('change') || index < 0;
  const check = `/go/a/${draft.id}/check`;
  const previous = changing ? check : addressBefore(form, index);

  const next = async () => {
    setBusy(true);
    setProblems([]);
    await form.save();
    try {
      const found = await form.check(form.asked(section.id).map((question) => question.path));
      setProblems(found);
      if (found.length === 0) {
        const following = changing ? undefined : sections[index + 1];
        // An answer may have opened a question on a page passed already: without a step, the first unfinished one is found.
        return go(following ? `/go/a/${draft.id}/${following.id}` : `/go/a/${draft.id}`);
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status !== 401)
        setProblems([{ path: '', code: 'network', message: { 'zh-CN': problem.status === 0 ? w.offline : w.problem } }]);
    }
    setBusy(false);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void next();
      }}
    >
      <Link to={previous} className="back">
        {w.back}
      </Link>
      {index >= 0 && (
        <Progress value={index} max={sections.length}>
          {w.taskStep} {index + 1} {w.taskOf} {sections.length} {w.taskStepEnd} · {tx(draft.name)}
        </Progress>
      )}
      <Heading error={problems.length > 0}>{tx(section.title)}</Heading>
      {section.hint && <p className="hint">{tx(section.hint)}</p>}
      <ErrorSummary problems={summaryOf(problems, asked, tx)} />
      <MaterialTarget value={target}>
        {asked.map((question) => (
          <AskedQuestion
            key={question.path}
            question={question}
            value={form.valueOf(question)}
            onChange={(value) => form.change(question.path, value)}
            // After the event, not in it: drawn anew while the focus is on its way, Chromium scrolls the left field back into
            // view, and the press that left it misses 下一步.
            onCommit={() => setTimeout(() => void form.save())}
            bare={asked.length === 1 && tx(question.label) === tx(section.title)}
            {...problemsAt(problems, question.path, tx)}
          />
        ))}
      </MaterialTarget>
      <RemovedAnswers questions={form.removed} language={language} text={tx} />
      {known.length > 0 && (
        <dl className="known-list">
          {known.map((question) => (
            <SharedValue
              key={question.path}
              question={question}
              dispute={form.disputes[question.path]}
              onDispute={(dispute) => form.dispute(question.path, dispute)}
            />
          ))}
        </dl>
      )}
      <div className="bar">
        <button type="submit" className="primary" disabled={busy}>
          {w.next}
        </button>
        <SaveLine form={form} />
      </div>
    </form>
  );
}

/** Says where the answers are: with the server, or still on this device only. */
function SaveLine({ form: { draft, saveState, save } }: { form: DraftForm }) {
  const { w } = usePortal();
  const words: Record<SaveState, string> = {
    clean: '',
    saving: w.saving,
    saved: `${w.saved} ${localMinute(draft.savedAt).slice(-5)}`,
    offline: w.offline,
    failed: w.saveFailed,
  };
  return (
    <>
      <span
        role="status"
        className={saveState === 'offline' || saveState === 'failed' ? 'save-state warn' : 'save-state'}
        data-state={saveState}
      >
        {words[saveState]}
      </span>
      {(saveState === 'offline' || saveState === 'failed') && (
        <button type="button" className="link" onClick={() => void save()}>
          {w.retry}
        </button>
      )}
    </>
  );
}
