/**
 * Statutory papers: 受理通知书, 补正告知书, 不予受理决定书, 不予许可决定书, 延期告知书, 告知书 of time not counted. What a paper says is
 * fixed in the case when it is made; an effect has it written and sealed; the applicant's page shows it, and the applicant
 * acknowledges it. States: made -> delivered -> acknowledged. Nothing in the flow waits for it.
 */
import { localDate } from '../calendar/index.ts';
import { digits } from './numbering.ts';
import { expect, takePending } from './pending.ts';
import type { Command, Outcome, Paper, PaperFacts, PaperKind } from './types.ts';
import { note, own, type Verdict, type Work } from './work.ts';

/** First letters of a paper's number, after the pinyin of its name. */
const prefixes: Record<PaperKind, string> = {
  acceptance: 'SL',
  supplement: 'BZ',
  nonAcceptance: 'BSL',
  refusal: 'BXK',
  extension: 'YQ',
  suspension: 'TZ',
};

interface NewPaper {
  kind: PaperKind;
  department: string;
  item?: string;
  node?: string;
  facts: PaperFacts;
}

/** Makes a paper; its text does not change any more. */
export function makePaper(work: Work, { kind, department, item, node, facts }: NewPaper): undefined {
  const { at, actor } = work.command;
  const { id, key } = expect(work, { kind: 'paper', of: kind, node });
  const number = `${prefixes[kind]}${localDate(at).replaceAll('-', '')}${digits(key)}`;
  const by = actor.kind === 'officer' && actor.name !== undefined ? { by: actor.name } : {};
  const about = { ...(item === undefined ? {} : { item }), ...(node === undefined ? {} : { node }) };
  own(work, 'papers')[id] = { id, kind, number, at, department, ...by, ...about, facts };
  work.effects.push({ id, type: 'paper', key, paper: id, ...(node === undefined ? {} : { node }) });
  note(work, 'paper.made', { node, data: { paper: id, kind } });
}

/** Papers that come with reaching a node: 受理通知书 of a case that is accepted at once. Once per case. */
export function papersAt(work: Work, node: string): undefined {
  for (const doc of Object.values(work.plan.scenario.papers ?? {})) {
    if (doc.at !== node || Object.values(work.state.papers ?? {}).some((paper) => isOf(paper, doc))) continue;
    makePaper(work, { kind: doc.kind, department: doc.department, item: doc.item, node, facts: acceptanceFacts(work, doc.item) });
  }
}

function isOf(paper: Paper, doc: { kind: string; item?: string; at: string }): boolean {
  return paper.kind === doc.kind && paper.item === doc.item && paper.node === doc.at;
}

/** 受理通知书 tells by when the matter is decided: the limit of the item, else of the case. */
export function acceptanceFacts(work: Work, item: string | undefined): PaperFacts {
  const clocks = Object.values(work.state.clocks).filter(({ id }) => work.plan.clocks[id]!.department === undefined);
  const fitting = clocks.filter(({ id }) => work.plan.clocks[id]!.item === item);
  const known = fitting.length > 0 ? fitting : clocks.filter(({ id }) => work.plan.clocks[id]!.item === undefined);
  const clock = known.find(({ id }) => work.plan.clocks[id]!.kind === 'promised') ?? known[0];
  return clock ? { clock: clock.id, days: clock.days, ...(clock.due === undefined ? {} : { due: clock.due }) } : {};
}

/** The document was written and sealed: it is on the applicant's page from now on. */
export function answerPaper(work: Work, effectId: string, outcome: Outcome): Verdict {
  takePending(work, effectId);
  const paper = work.state.papers?.[effectId];
  if (!paper) return undefined;
  if (!outcome.ok) {
    own(work, 'papers')[effectId] = { ...paper, problem: outcome.kind };
    note(work, 'paper.failed', { node: paper.node, data: { paper: effectId, kind: paper.kind } });
    return undefined;
  }
  const { value } = outcome;
  const answer = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const { problem: _, ...rest } = paper;
  own(work, 'papers')[effectId] = {
    ...rest,
    deliveredAt: work.command.at,
    ...(typeof answer.document === 'string' ? { document: answer.document } : {}),
    ...(typeof answer.checkCode === 'string' ? { checkCode: answer.checkCode } : {}),
  };
  note(work, 'paper.delivered', { node: paper.node, data: { paper: effectId, kind: paper.kind } });
}

/** The applicant has received it. The first time counts; also after the case has ended. */
export function acknowledgePaper(work: Work, { paper: id, actor, at }: Extract<Command, { type: 'acknowledgePaper' }>): Verdict {
  const paper = work.state.papers && Object.hasOwn(work.state.papers, id) ? work.state.papers[id] : undefined;
  if (!paper) return { code: 'paper.unknown' };
  if (paper.deliveredAt === undefined) return { code: 'paper.not_delivered' };
  if (paper.acknowledgedAt !== undefined) return 'unchanged';
  own(work, 'papers')[id] = { ...paper, acknowledgedAt: at, ...(actor.name === undefined ? {} : { acknowledgedBy: actor.name }) };
  note(work, 'paper.acknowledged', { node: paper.node, data: { paper: id, kind: paper.kind } });
}
