/**
 * The application being filled in: what the server holds, what was typed since, and a copy on this device.
 *
 * Typed values are kept here until the server has them (kept-drafts.ts); when it cannot be reached they stay on the
 * device and are sent with the next save. Values of questions that are no longer shown are kept, and left out when submitting.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CaseStarted, Dispute, Draft, FieldProblem, JsonValue, ProblemList, Question, Section } from '../../schemas/generated/api.ts';
import { type Problem, problemOf, RequestError, request } from '../api/client.ts';
import { removedAnswers } from '../fields/removed-answers.ts';
import { rowsOf, typedCells } from '../fields/table/rows.ts';
import { usePortal } from './context.tsx';
import { forgetDraft, readKept, unsent, writeKept } from './kept-drafts.ts';

export type SaveState = 'clean' | 'saving' | 'saved' | 'offline' | 'failed';

export interface DraftForm {
  draft: Draft;
  valueOf(question: Question): JsonValue;
  change(path: string, value: JsonValue): void;
  /** Answers that are kept, though what was answered since hides their questions: they are not sent. */
  removed: Question[];
  /** What a section asks as of the last save, also before the page is drawn again. */
  asked(section: string): Question[];
  /** Answered on this device: its page stays among the steps. */
  isTyped(path: string): boolean;
  dispute(path: string, dispute: Dispute | undefined): void;
  disputes: Record<string, Dispute>;
  saveState: SaveState;
  save(): Promise<boolean>;
  consent(grants: Record<string, boolean>): Promise<Problem | undefined>;
  /** Problems of the given paths; all when none are given. */
  check(paths?: readonly string[]): Promise<FieldProblem[]>;
  submit(): Promise<{ caseNo: string } | Problem>;
}

export const visibleSections = (draft: Draft): Section[] =>
  draft.sections.filter((section) => section.visible && section.fields.some((field) => field.visible));
export const askedOf = (section: Section): Question[] =>
  section.fields.filter((field) => field.visible && (field.mode === 'ask' || (field.mode === 'shared' && field.editable)));

export function useDraft(initial: Draft): DraftForm {
  const { expire, session } = usePortal();
  const [draft, setDraft] = useState(initial);
  const [kept, setKept] = useState(() => readKept(initial.id));
  const [saveState, setSaveState] = useState<SaveState>('clean');
  const latest = useRef({ draft, kept });
  latest.current = { draft, kept };

  useEffect(() => writeKept(draft.id, kept), [draft.id, kept]);

  const failed = useCallback(
    (error: unknown): Problem => {
      const problem = problemOf(error);
      if (problem.status === 401) expire();
      setSaveState(problem.status === 0 ? 'offline' : 'failed');
      return problem;
    },
    [expire],
  );

  /**
   * Sends the whole typed set: small, and it heals whatever an earlier save lost. One at a time, each with the revision
   * the one before left; a revision moved on by another device is fetched and tried once more.
   */
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const send = useCallback((path: string, body: () => object): Promise<Draft> => {
    const { id } = latest.current.draft;
    const put = (rev: number) => request<Draft>(`/drafts/${id}/${path}`, { method: 'PUT', body: { ...body(), rev } });
    const work = line.current.then(async () => {
      const next = await put(latest.current.draft.rev).catch(async (error: unknown) => {
        if (!(error instanceof RequestError) || error.problem.status !== 409) throw error;
        return put((await request<Draft>(`/drafts/${id}`)).rev);
      });
      latest.current = { ...latest.current, draft: next };
      setDraft(next);
      return next;
    });
    line.current = work.catch(() => {});
    return work;
  }, []);

  const save = useCallback(async (): Promise<boolean> => {
    if (Object.keys(latest.current.kept.values).length === 0) return true;
    setSaveState('saving');
    try {
      let sent: Record<string, JsonValue> = {};
      const next = await send('values', () => {
        sent = latest.current.kept.values;
        return { values: sent };
      });
      const held = new Map(next.sections.flatMap(({ fields }) => fields).map((field) => [field.path, asTyped(field)]));
      const left = unsent(latest.current.kept, sent, held);
      latest.current = { ...latest.current, kept: left };
      setKept(left);
      setSaveState('saved');
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }, [send, failed]);

  // What could not be sent goes with the first chance: the network is back, or the person has signed in again.
  const waiting = saveState === 'offline' || saveState === 'failed';
  const signedIn = Boolean(session);
  useEffect(() => {
    if (!waiting) return;
    const again = () => void save();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [waiting, save]);
  const wasSignedIn = useRef(signedIn);
  useEffect(() => {
    if (signedIn && !wasSignedIn.current) void save();
    wasSignedIn.current = signedIn;
  }, [signedIn, save]);

  return useMemo<DraftForm>(
    () => ({
      draft,
      saveState,
      save,
      disputes: kept.disputes,
      valueOf: (question) => (Object.hasOwn(kept.values, question.path) ? kept.values[question.path]! : (question.value ?? null)),
      removed: removedAnswers(draft.sections, kept.values),
      asked: (id) => latest.current.draft.sections.flatMap((section) => (section.id === id ? askedOf(section) : [])),
      isTyped: (path) => kept.typed.includes(path),
      change: (path, value) => {
        const { values, typed } = latest.current.kept;
        const next = {
          ...latest.current.kept,
          values: { ...values, [path]: value },
          typed: typed.includes(path) ? typed : [...typed, path],
        };
        latest.current = { ...latest.current, kept: next };
        setKept(next);
      },
      dispute: (path, dispute) =>
        setKept((now) => {
          const { [path]: _, ...others } = now.disputes;
          return { ...now, disputes: dispute ? { ...others, [path]: dispute } : others };
        }),
      async consent(grants) {
        try {
          await send('consents', () => ({ grants }));
          return undefined;
        } catch (error) {
          return failed(error);
        }
      },
      async check(paths) {
        // As the last save left it: an answer of a moment ago may have opened or hidden others.
        const now = latest.current;
        const { problems } = await request<ProblemList>(`/drafts/${draft.id}/check`, {
          method: 'POST',
          body: { values: typedValues(now.draft, now.kept.values) },
        });
        return paths ? problems.filter((problem) => paths.includes(problem.path)) : problems;
      },
      async submit() {
        const disputes = Object.fromEntries(
          Object.entries(kept.disputes).filter(([, dispute]) => dispute.value !== null && dispute.value !== ''),
        );
        const body = {
          values: typedValues(draft, kept.values),
          commandId: kept.commandId,
          declaration: true,
          ...(Object.keys(disputes).length > 0 ? { disputes } : {}),
        };
        try {
          const { caseNo } = await request<CaseStarted>(`/drafts/${draft.id}/submit`, { method: 'POST', body });
          forgetDraft(draft.id);
          return { caseNo };
        } catch (error) {
          return failed(error);
        }
      },
    }),
    [draft, kept, saveState, save, send, failed],
  );
}

/** What the server holds of an answer, as it was typed: cells of a table that are worked out are its own. */
function asTyped({ value = null, columns = [] }: Question): JsonValue {
  if (!Array.isArray(value) || !columns.some(({ computed }) => computed)) return value;
  return rowsOf(value).map((row) => typedCells(row, columns));
}

/** Answers of the questions shown now: what was typed here, else what the server holds. Hidden ones are never sent. */
function typedValues(draft: Draft, values: Record<string, JsonValue>): Record<string, JsonValue> {
  const result: Record<string, JsonValue> = {};
  for (const section of visibleSections(draft)) {
    for (const question of askedOf(section)) {
      const value = Object.hasOwn(values, question.path) ? values[question.path] : question.value;
      if (value !== undefined && value !== null && value !== '') result[question.path] = value;
    }
  }
  return result;
}
