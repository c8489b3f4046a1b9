/** What would have become of a real case on another version. Names of steps, fields and dates come out, never a person's values. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import { type DriveInputs, type Driven, driveCase } from './drive.ts';
import { type CaseDifference, differencesOf, factsOf } from './facts.ts';
import { byHand, inputsOfPast, type PastCase } from './past.ts';
import type { AnswerCall, CaseRun } from './types.ts';
import { both } from './words.ts';

export type { PastCase };

export interface ReplayedCase {
  /** `same`, `differs`, or `apart`: it cannot be replayed faithfully, and `why` says why. */
  verdict: 'same' | 'differs' | 'apart';
  why?: Text;
  differences: CaseDifference[];
}
export interface ReplayOptions {
  /** The version it ran on. */
  before: Plan;
  after: Plan;
  answers: { before: AnswerCall; after: AnswerCall };
}

const reasons: Record<(typeof byHand)[string] | 'other', Text> = {
  byHand: both(
    '办理中有人工干预（挂起、延期、跳转、加签、撤回等），不能照样重放',
    'People led it by hand on its way (held, extended, moved, withdrawn …)',
  ),
  moved: both('办理中换过版本，不能照样重放', 'It was moved to another version on its way'),
  returned: both('办理中退回过，不能照样重放', 'It was sent back on its way'),
  other: both('按当时的记录重放，与当时办理的经过不一致', 'Replayed from its record it does not go as it went then'),
};

/** Played on its own version first: only what that repeats faithfully is worth comparing. */
export async function replayCase(past: PastCase, { before, after, answers }: ReplayOptions): Promise<ReplayedCase> {
  const special = past.journal
    .map(({ code }) => (Object.hasOwn(byHand, code) ? byHand[code]! : undefined))
    .find((one) => one !== undefined);
  if (special) return { verdict: 'apart', why: reasons[special], differences: [] };
  const inputs = inputsOfPast(before, past);
  const own = await drivenOn(before, inputs, answers.before);
  if (!own || !repeats(own, past)) return { verdict: 'apart', why: reasons.other, differences: [] };
  const there = await drivenOn(after, inputs, answers.after);
  if (!there)
    return {
      verdict: 'apart',
      why: both('草稿走不下去：请先改好问题清单里的问题', 'The draft cannot be played: mend its problems first'),
      differences: [],
    };
  const differences = differencesOf(factsOf(before, runOf(own)), factsOf(after, runOf(there)));
  return { verdict: differences.length > 0 ? 'differs' : 'same', differences };
}

function drivenOn(plan: Plan, inputs: DriveInputs, answerCall: AnswerCall): Promise<Driven | undefined> {
  return driveCase({ plan, inputs, answerCall, id: 'past', name: both('真实办件', 'A real case') }).catch(() => undefined);
}

/** The same end, the same decisions, the same promised dates. */
function repeats({ journey }: Driven, { state }: PastCase): boolean {
  const { state: replayed } = journey;
  const sameDecisions = JSON.stringify(sorted(replayed.outcomes)) === JSON.stringify(sorted(state.outcomes));
  const sameDates = Object.values(state.clocks).every(({ id, due, kept }) => kept !== undefined || replayed.clocks[id]?.due === due);
  return replayed.status === state.status && sameDecisions && sameDates;
}

const sorted = (map: Record<string, string>) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

function runOf({ journey, asked, coverage, stopped }: Driven): CaseRun {
  const { state, trace, sent, journal } = journey;
  return { passed: !stopped, problems: stopped ? [stopped] : [], state, trace, sent, journal, asked, coverage };
}
