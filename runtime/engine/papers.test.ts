import { describe, expect, it } from 'vitest';
import type { Clock } from '../../schemas/generated/documents.ts';
import type { FlowOptions } from './testing/flow.ts';
import { begin, FILLED } from './testing/plan.ts';
import type { SimulateOptions, Simulation } from './testing/simulate.ts';
import type { Paper } from './types.ts';

const law = { 'zh-CN': '《户口登记条例》第七条', en: 'Household registration, art. 7' };
const other = { 'zh-CN': '《行政许可法》第三十八条', en: 'Licensing Law, art. 38' };
const clock: Clock = {
  name: { 'zh-CN': '时限', en: 'Limit' },
  kind: 'promised',
  days: 5,
  starts: 'fill',
  suspendedBy: ['supplement', 'hearing'],
};
const ok = { ok: true as const, value: { document: 'p1', checkCode: 'ABCD' } };

function submitted(
  options: FlowOptions & SimulateOptions = {},
  source = 'start -> fill -> a; a -[agree]-> end; a -[refuse]-> endRefused',
): Simulation {
  const run = begin(source, { ...options, scenario: { clocks: { all: clock }, ...options.scenario } });
  run.send({ type: 'submit', values: FILLED });
  return run;
}
const papers = (run: Simulation): Paper[] => Object.values(run.state.papers ?? {});
const item = { a: { item: 'one' } };
const decisions = (refuse: Record<string, unknown>, agree: Record<string, unknown> = {}) => ({
  a: {
    item: 'one',
    decisions: {
      agree: { name: { 'zh-CN': '同意', en: 'Agree' }, rank: 'a0', effect: 'agree', ...agree },
      refuse: { name: { 'zh-CN': '不同意', en: 'Refuse' }, rank: 'a1', effect: 'refuse', ...refuse },
    },
  },
});
/** The effect of the last paper is answered: the document is there. */
function deliver(run: Simulation): undefined {
  const effect = run.effects.findLast(({ type }) => type === 'paper')!;
  run.send({ type: 'effectAnswered', effectId: effect.id, outcome: ok });
}

describe('statutory papers', () => {
  it('[SP1] corrections make one paper with every defect', () => {
    const run = submitted({ nodes: item });
    const defects = [{ path: 'person.name', words: '与证件不符' }, { words: '缺照片' }];
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects });
    expect(papers(run)).toMatchObject([{ kind: 'supplement', department: 'd1', item: 'one', node: 'a', facts: { defects } }]);
    expect(run.effects.filter(({ type }) => type === 'paper')).toMatchObject([{ paper: 'p1', node: 'a' }]);
    expect(papers(run)[0]!.number).toMatch(/^BZ20260302\d{16}$/);
  });

  it('[SP1] stopping by hand and extending make papers that say why', () => {
    const run = submitted();
    run.send({ type: 'suspendClock', reason: 'hearing', basis: '听证办法第三条' });
    run.send({ type: 'resumeClock' });
    run.send({ type: 'extendClock', clock: 'all', days: 5, reason: '需现场核查', approvedBy: '李局长' });
    expect(papers(run)).toMatchObject([
      { kind: 'suspension', facts: { reasons: 'hearing', article: { 'zh-CN': '听证办法第三条' }, clock: 'all' } },
      { kind: 'extension', facts: { reasons: '需现场核查', approvedBy: '李局长', days: 5, before: '2026-03-09', due: '2026-03-16' } },
    ]);
  });

  it('[SP2] a decision that refuses an item makes 不予许可决定书, one without item or with none makes nothing', () => {
    const run = submitted({ nodes: item });
    run.decide('a', 'refuse', { opinion: '不符合条件' });
    expect(papers(run)).toMatchObject([{ kind: 'refusal', facts: { reasons: '不符合条件' } }]);

    const without = submitted();
    without.decide('a', 'refuse', { opinion: '不符合条件' });
    const none = submitted({ nodes: decisions({ paper: 'none' }) });
    none.decide('a', 'refuse');
    expect([...papers(without), ...papers(none)]).toEqual([]);
  });

  it('[SP2] a decision makes the paper its document names', () => {
    const nodes = decisions({ paper: 'nonAcceptance' }, { paper: 'acceptance' });
    const refused = submitted({ nodes });
    refused.decide('a', 'refuse', { opinion: '不属于本机关职权' });
    expect(papers(refused)).toMatchObject([{ kind: 'nonAcceptance', number: expect.stringMatching(/^BSL/) }]);
    const accepted = submitted({ nodes });
    accepted.decide('a', 'agree');
    expect(papers(accepted)).toMatchObject([{ kind: 'acceptance', facts: { clock: 'all', days: 5, due: '2026-03-09' } }]);
  });

  it('[SP2] a joint step that is refused makes one for each matter of their own that desks refused', () => {
    const participant = (rank: string, department: string, own?: string) => ({
      name: law,
      rank,
      department,
      ...(own === undefined ? {} : { item: own }),
    });
    const participants = { p1: participant('a0', 'd1', 'one'), p2: participant('a1', 'd2', 'two'), p3: participant('a2', 'd3') };
    const joint = { participants, onRefuse: 'continue' };
    const run = submitted({ nodes: { joint } }, 'start -> fill -> joint; joint -[agree]-> end; joint -[refuse]-> endRefused');
    run.decide('joint', 'refuse', { participant: 'p1', opinion: '选址不符' });
    run.decide('joint', 'agree', { participant: 'p2' });
    expect(papers(run)).toEqual([]);
    run.decide('joint', 'refuse', { participant: 'p3', opinion: '不同意' });
    expect(papers(run)).toMatchObject([{ kind: 'refusal', item: 'one', department: 'd1', facts: { reasons: '选址不符' } }]);
  });

  it('[SP3] who refuses says why, and names one of the articles offered', () => {
    const run = submitted({ nodes: decisions({ articles: [law, other] }) });
    expect(run.decide('a', 'refuse').rejected?.code).toBe('task.opinion_required');
    const taskId = run.task('a').id;
    const refuse = { type: 'complete' as const, taskId, decision: 'refuse', opinion: '不符合条件' };
    expect(run.send({ ...refuse, article: 2 }).rejected?.code).toBe('paper.article_unknown');
    run.send({ ...refuse, article: 1 });
    expect(papers(run)[0]?.facts).toEqual({ reasons: '不符合条件', article: other });
  });

  it('[SP3] without a choice the first article, else the legal basis of the item', () => {
    const first = submitted({ nodes: decisions({ articles: [law, other] }) });
    first.decide('a', 'refuse', { opinion: '不符合条件' });
    expect(papers(first)[0]?.facts.article).toEqual(law);
    const one = { name: { 'zh-CN': '一', en: 'One' }, rank: 'a0', department: 'd1', promisedDays: 10, legalBasis: other };
    const two = { ...one, rank: 'a1', department: 'd2' };
    const basis = submitted({ nodes: item, scenario: { items: { one, two } } });
    basis.decide('a', 'refuse', { opinion: '不符合条件' });
    expect(papers(basis)[0]?.facts.article).toEqual(other);
  });

  it('[SP4] a paper at a node is made once, with the date', () => {
    const scenario = { papers: { accepted: { kind: 'acceptance' as const, at: 'fill', department: 'd1' } } };
    const run = submitted({ scenario });
    expect(papers(run)).toMatchObject([{ kind: 'acceptance', node: 'fill', facts: { due: '2026-03-09' } }]);
    const looping = begin('start -> fill -> x1 -> a -> b; b -[refuse]-> x1; b -[agree]-> end', {
      scenario: { papers: { accepted: { kind: 'acceptance', at: 'a', department: 'd1' } } },
    });
    looping.send({ type: 'submit', values: FILLED });
    looping.decide('a', 'agree');
    looping.decide('b', 'refuse', { opinion: '再看' });
    expect(looping.task('a')).toBeDefined();
    expect(papers(looping)).toHaveLength(1);
  });

  it('[SP5] it is delivered when the document is there, also after the case has ended, and says what it said', () => {
    const run = submitted({ nodes: item });
    run.decide('a', 'refuse', { opinion: '不符合条件' });
    expect(run.state.status).toBe('refused');
    const before = papers(run)[0]!;
    run.at = '2026-03-03T01:00:00.000Z';
    deliver(run);
    expect(papers(run)).toEqual([{ ...before, document: 'p1', checkCode: 'ABCD', deliveredAt: run.at }]);
    expect(run.state.pending).toEqual({});
  });

  it('[SP6] the applicant acknowledges it once, also after the end; the first time is kept', () => {
    const run = submitted({ nodes: item });
    run.decide('a', 'refuse', { opinion: '不符合条件' });
    const acknowledge = {
      type: 'acknowledgePaper' as const,
      paper: papers(run)[0]!.id,
      actor: { kind: 'citizen' as const, id: 'u1', name: '张三' },
    };
    expect(run.send(acknowledge).rejected?.code).toBe('paper.not_delivered');
    deliver(run);
    run.at = '2026-03-04T01:00:00.000Z';
    run.send(acknowledge);
    expect(papers(run)[0]).toMatchObject({ acknowledgedAt: run.at, acknowledgedBy: '张三' });
    const { state } = run;
    run.at = '2026-03-05T01:00:00.000Z';
    run.send(acknowledge);
    expect(run.state).toBe(state);
    expect(run.send({ ...acknowledge, paper: 'p99' }).rejected?.code).toBe('paper.unknown');
  });

  it('[SP7] one that cannot be made is told and holds nothing up', () => {
    const run = submitted({ nodes: item });
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ words: '缺照片' }] });
    run.send({ type: 'effectAnswered', effectId: 'p1', outcome: { ok: false, kind: 'error', message: 'No.' } });
    expect(papers(run)[0]).toMatchObject({ problem: 'error' });
    expect(run.codes()).toContain('paper.failed');
    run.send({ type: 'answerSupplement', values: {} });
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
  });
});
