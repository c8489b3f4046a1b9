import { expect, it } from 'vitest';
import { journalHash } from '../../store/journal.ts';
import { type Facts, judge, type Verdict } from './oracle.ts';
import type { CaseFacts, Rows } from './rows.ts';
import { answered } from './scenarios.ts';

const region = '330424';
const at = '2026-03-02T01:00:00.000Z';

const state: CaseFacts['state'] = { visits: {}, tokens: {}, pending: {}, timers: {}, incidents: {}, scenario: { version: 1, hash: 'h' } };

/** A family with its child and partner, a booking taken back, an inquiry, a case moved to a version: as after a good run. */
function goodRun(): { facts: Facts; rows: Rows } {
  const rows: Rows = { cases: [], journals: new Map(), messages: [], versions: [], moves: [], jobsLeft: 0 };
  const add = (id: string, scenario: string, entries: object[], more: Partial<CaseFacts> = {}) => {
    const text = JSON.stringify([{ at, code: 'case.started' }, ...entries]);
    const hash = journalHash('', region, id, 1, text);
    rows.journals.set(id, [{ seq: 1, hash, text, at_kept: true }]);
    rows.cases.push({
      id,
      case_no: `N${id}`,
      scenario,
      status: 'completed',
      region,
      chain: hash,
      start_key: null,
      jobs: 0,
      tasks: { w1: 'done' },
      version: 1,
      hash: 'h',
      state,
      ...more,
    });
  };
  add('f', 'chaos-family', [
    { code: 'timer.due', data: { timer: 'm1' } },
    { code: 'timer.due', data: { timer: 'm2' } },
  ]);
  add('c', 'chaos-child', [], { start_key: 'call:f:x1' });
  add('p', 'chaos-partner', []);
  add('u', 'chaos-undo', [{ code: 'compensation.step' }], {
    state: { ...state, visits: { n_tell: 1 } },
  });
  add('q', 'chaos-inquiry', [{ code: 'step.started' }, { code: 'step.started' }], {
    state: { ...state, visits: { n_tellTime: 1, f_one: 1, f_two: 1 }, assists: { p1: { status: 'answered' } } },
  });
  add('m', 'chaos-errand', [{ code: 'case.migrated' }], {
    version: 2,
    hash: 'h2',
    state: { ...state, scenario: { version: 2, hash: 'h2' } },
  });
  rows.moves.push({ migration: 'x', case_id: 'm', status: 'moved' }, { migration: 'x', case_id: 'f', status: 'left' });
  const message = (id: string, kind: 'message' | 'signal', name: string, status: string, sender: string, taken_by: string | null) =>
    rows.messages.push({ id, kind, name, status, sender, taken_by });
  message('f:1', 'message', 'ask', 'started', 'f', 'p');
  message('p:1', 'message', 'reply', 'delivered', 'p', 'f');
  message('f:2', 'signal', 'bell', 'delivered', 'f', null);
  rows.versions.push({ version: 1, command_id: 'first' }, { version: 2, command_id: 'chaos-publish-1' });
  const words = {
    f: ['逾时', '分告', '分告', '全家办结'],
    c: ['子件办结'],
    u: ['已预订', '已退订', '预订办结'],
    q: ['先到时', '自选已办', '协查办结', answered],
    m: ['已办结'],
  };
  const messages = Object.entries(words).flatMap(([id, list]) => list.map((one, index) => ({ key: `${id}:s${index}`, words: one })));
  return {
    rows,
    facts: {
      acknowledged: [
        { did: 'start', command: 'chaos-start-0', scenario: 'chaos-family', caseNo: 'Nf', id: 'f' },
        { did: 'start', command: 'chaos-start-1', scenario: 'chaos-undo', caseNo: 'Nu', id: 'u' },
        { did: 'complete', command: 'chaos-complete-f-w1', task: 'f.w1' },
        { did: 'start', command: 'chaos-start-2', scenario: 'chaos-inquiry', caseNo: 'Nq', id: 'q' },
        { did: 'start', command: 'chaos-start-3', scenario: 'chaos-errand', caseNo: 'Nm', id: 'm' },
        { did: 'answer', command: 'chaos-answer-q-p1', assist: 'q.p1' },
        { did: 'step', command: 'chaos-step-Nq-f_one', caseNo: 'Nq', node: 'f_one' },
        { did: 'step', command: 'chaos-step-Nq-f_two', caseNo: 'Nq', node: 'f_two' },
        { did: 'publish', command: 'chaos-publish-1', version: 2 },
        { did: 'migrate', migration: 'x', moved: 1 },
      ],
      calls: [
        ...messages.map(({ key }) => ({ service: '/sms/messages', key, calls: 1, performed: 1 })),
        { service: '/seal/documents', key: 'm:p1', calls: 1, performed: 1 },
      ],
      messages,
      kills: [],
      longestDueMs: 0,
    },
  };
}

const problemsOf = ({ lost, doubled, brokenChains, stuck }: Verdict) => ({
  lost: lost.length,
  doubled: doubled.length,
  brokenChains: brokenChains.length,
  stuck: stuck.length,
});
const none = { lost: 0, doubled: 0, brokenChains: 0, stuck: 0 };

it('finds nothing in a good run', () => {
  const { facts, rows } = goodRun();
  const verdict = judge(facts, rows);
  expect(problemsOf(verdict)).toEqual(none);
  expect(verdict.counted).toMatchObject({
    timers: 2,
    messages: 2,
    signals: 1,
    compensations: 1,
    children: 1,
    questions: 1,
    moved: 1,
    versions: 2,
    effects: 14,
  });
});

type Damage = (run: { facts: Facts; rows: Rows }) => unknown;
const found = (run: { rows: Rows }, id: string) => run.rows.cases.find((one) => one.id === id)!;
const rewrite = (run: { rows: Rows }, id: string, entries: object[]) => {
  const text = JSON.stringify([{ at, code: 'case.started' }, ...entries]);
  const hash = journalHash('', region, id, 1, text);
  run.rows.journals.set(id, [{ seq: 1, hash, text, at_kept: true }]);
  found(run, id).chain = hash;
};
const damages: [string, keyof typeof none, Damage][] = [
  ['an acknowledged case that is not there', 'lost', (run) => run.rows.cases.splice(run.rows.cases.indexOf(found(run, 'u')), 1)],
  ['an acknowledged decision that is not there', 'lost', (run) => Object.assign(found(run, 'f'), { tasks: { w1: 'open' } })],
  ['an acknowledged version that is not there', 'lost', ({ rows }) => rows.versions.pop()],
  ['a version made twice', 'doubled', ({ rows }) => rows.versions.push({ version: 3, command_id: 'chaos-publish-1' })],
  ['a case nobody was told of', 'doubled', ({ rows }) => rows.cases.push({ ...rows.cases[3]!, id: 'again', status: 'running' })],
  ['an effect performed twice under its key', 'doubled', ({ facts }) => Object.assign(facts.calls[0]!, { performed: 2 })],
  [
    'an effect performed again under another key',
    'doubled',
    ({ facts }) => Object.assign(facts, { messages: [...facts.messages, { key: 'u:s9', words: '已退订' }] }),
  ],
  ['a message to a person that was never sent', 'lost', ({ facts }) => Object.assign(facts, { messages: facts.messages.slice(1) })],
  ['a timer that fired twice', 'doubled', (run) => rewrite(run, 'f', Array(2).fill({ code: 'timer.due', data: { timer: 'm1' } }))],
  ['a step taken back twice', 'doubled', (run) => rewrite(run, 'u', Array(2).fill({ code: 'compensation.step' }))],
  ['a step never taken back', 'lost', (run) => rewrite(run, 'u', [])],
  ['a message taken by nobody', 'lost', ({ rows }) => Object.assign(rows.messages[1]!, { status: 'nobody', taken_by: null })],
  ['a message sent twice', 'doubled', ({ rows }) => rows.messages.push({ ...rows.messages[1]!, id: 'p:2' })],
  ['a child called twice', 'doubled', ({ rows }) => rows.cases.push({ ...rows.cases[1]!, id: 'c2', status: 'running' })],
  [
    'an answer of the owner of data that is not in its case',
    'lost',
    (run) => Object.assign(found(run, 'q').state.assists!, { p1: { status: 'withdrawn' } }),
  ],
  ['a question put twice', 'doubled', (run) => Object.assign(found(run, 'q').state.assists!, { p2: { status: 'answered' } })],
  ['two first events', 'doubled', (run) => Object.assign(found(run, 'q').state.visits, { n_tellBell: 1 })],
  ['a step started twice', 'doubled', (run) => Object.assign(found(run, 'q').state.visits, { f_one: 2 })],
  ['a step that was started and is not there', 'lost', (run) => Object.assign(found(run, 'q').state.visits, { f_two: 0 })],
  ['a case moved twice', 'doubled', (run) => rewrite(run, 'm', Array(2).fill({ code: 'case.migrated' }))],
  ['a case that says it was moved and was not', 'lost', (run) => rewrite(run, 'm', [])],
  ['a case whose row and state are of two versions', 'lost', (run) => Object.assign(found(run, 'm'), { version: 1 })],
  ['a migration that left a case behind', 'lost', ({ rows }) => Object.assign(rows.moves[1]!, { status: 'waiting' })],
  ['a history that was cut', 'brokenChains', ({ rows }) => rows.journals.set('f', [])],
  ['a case that did not end', 'stuck', (run) => Object.assign(found(run, 'c'), { status: 'running' })],
  ['a job nobody took for two leases', 'stuck', ({ facts }) => Object.assign(facts, { longestDueMs: 121_000 })],
  [
    'a case that stood still after a kill for two leases',
    'stuck',
    ({ facts }) =>
      Object.assign(facts, { kills: [{ moment: 'commit.sent', victim: 'api', at: Date.parse(at) - 121_000, cases: ['f'], what: '' }] }),
  ],
];

it.each(damages)('finds %s', (_, kind, damage) => {
  const run = goodRun();
  damage(run);
  expect(problemsOf(judge(run.facts, run.rows))[kind]).toBeGreaterThan(0);
});
