/** Papers that come with a desk's decision: 受理通知书, 不予受理决定书, 不予许可决定书. */
import type { TaskDecision, Text } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import { itemOfTask } from './clocks.ts';
import { acceptanceFacts, makePaper } from './papers.ts';
import type { PaperKind, Rejection, Task } from './types.ts';
import type { Work } from './work.ts';

/** A decision that refuses an item makes 不予许可决定书 unless the scenario says otherwise. */
export function paperKindOf(
  plan: Plan,
  task: Task,
  decision: string,
): Extract<PaperKind, 'acceptance' | 'nonAcceptance' | 'refusal'> | undefined {
  const chosen = decisionOf(plan, task, decision);
  if (!chosen || chosen.paper === 'none') return undefined;
  if (chosen.paper !== undefined) return chosen.paper;
  return chosen.effect === 'refuse' && itemOfTask(plan, task) !== undefined ? 'refusal' : undefined;
}

/** Articles the officer picks from: the decision's, else the legal basis of the item. */
export function articlesOf(plan: Plan, task: Task, decision: string): Text[] {
  const own = decisionOf(plan, task, decision)?.articles;
  if (own && own.length > 0) return own;
  const item = itemOfTask(plan, task);
  const basis = item === undefined ? undefined : plan.items[item]?.legalBasis;
  return basis ? [basis] : [];
}

/** 行政许可法 第三十八条: who refuses says why. The article picked must be one of those offered. */
export function paperProblem(
  plan: Plan,
  task: Task,
  given: { decision: string; opinion?: string; article?: number },
): Rejection | undefined {
  const kind = paperKindOf(plan, task, given.decision);
  if (given.article !== undefined && articlesOf(plan, task, given.decision)[given.article] === undefined)
    return { code: 'paper.article_unknown' };
  if (kind === undefined || kind === 'acceptance') return undefined;
  return given.opinion?.trim() ? undefined : { code: 'task.opinion_required' };
}

/** Once the decision counts. Reasons are the officer's opinion. */
export function makeDecisionPaper(work: Work, task: Task): undefined {
  const { plan } = work;
  const kind = paperKindOf(plan, task, task.decision ?? '');
  if (!kind || task.department === undefined) return undefined;
  const item = itemOfTask(plan, task);
  const article = articlesOf(plan, task, task.decision!)[task.article ?? 0];
  const facts = kind === 'acceptance' ? acceptanceFacts(work, item) : { ...(task.opinion === undefined ? {} : { reasons: task.opinion }) };
  makePaper(work, {
    kind,
    department: task.department,
    item,
    node: task.node,
    facts: article === undefined || kind === 'acceptance' ? facts : { ...facts, article },
  });
}

/** A joint step is refused: each department that refused a matter of its own says so to the applicant. */
export function makeRefusalPapers(work: Work, votes: readonly Task[]): undefined {
  for (const vote of votes) {
    const { doc } = work.plan.nodes[vote.node]!;
    const item = doc.kind === 'joint' && vote.participant !== undefined ? doc.participants[vote.participant]?.item : undefined;
    if (vote.decision !== 'refuse' || vote.status !== 'done' || item === undefined || vote.department === undefined) continue;
    const article = work.plan.items[item]?.legalBasis;
    const facts = { ...(vote.opinion === undefined ? {} : { reasons: vote.opinion }), ...(article ? { article } : {}) };
    makePaper(work, { kind: 'refusal', department: vote.department, item, node: vote.node, facts });
  }
}

function decisionOf(plan: Plan, task: Task, decision: string): Pick<TaskDecision, 'effect' | 'paper' | 'articles'> | undefined {
  const { doc } = plan.nodes[task.node]!;
  if (!('decisions' in doc)) return undefined;
  return Object.hasOwn(doc.decisions, decision) ? doc.decisions[decision] : undefined;
}
