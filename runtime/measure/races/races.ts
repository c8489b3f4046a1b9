/** The sixteen races: two deeds that meet on one case, and what counts as having won. */
import { randomBytes } from 'node:crypto';
import { hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { commandIdOf } from '../../services/cases/commands.ts';
import { deliverEvent } from '../../services/events/deliver.ts';
import { firstVersion, movingScenario, secondVersion } from '../../services/testing/two-versions.ts';
import { acceptEvent } from '../../store/events.ts';
import { insertVersion } from '../../store/scenarios.ts';
import { type After, exclusive, type Race, type Side } from './race.ts';
import { applicant, decide, drawn, first, fresh, operator, region, type Site, second, stateOf, submitted, taskAt, values } from './site.ts';

const on = (attachedTo: string, event: object) => ({ attachedTo, event });
/** So near that the product does not wait for it: no worker is there to fire it first. */
const soon = { amount: 2, unit: 'seconds' as const };

export const packages: readonly ScenarioPackage[] = [
  drawn('race-one', 'start -> fill -> a; a -[agree]-> end; a -[refuse]-> endRefused'),
  drawn('race-two', 'start -> fill -> a -> b -> end'),
  drawn('race-late', 'start -> fill -> a -> b -> end; onLate -> c -> end2', { onLate: on('a', { type: 'timer', duration: soon }) }),
  drawn('race-join', 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> c -> end'),
  drawn('race-effect', 'start -> fill -> archive -> b -> end'),
  drawn('race-event', 'start -> fill -> first; first -> catchPaid -> b -> end; first -> wait -> c -> end2', {
    catchPaid: { event: { type: 'message', message: 'paid' } },
    wait: { wait: { duration: soon } },
  }),
  drawn('race-publish', 'start -> fill -> a -> end'),
  firstVersion(),
];

/** The one whose line stands first in the history; both may be there in that order. */
function earlier({ journal }: After, one: string, other: string, whoFirst: readonly [string, string]): Side | string {
  const at = (command: string) => journal.findIndex((entry) => entry.command === command);
  const [left, right] = [at(one), at(other)];
  if (left < 0 && right < 0) return `neither ${whoFirst.join(' nor ')} is in the history`;
  if (left < 0) return 'second';
  return right < 0 || left < right ? 'first' : 'second';
}

const visited = ({ state }: After, node: string): number => state.visits[node] ?? 0;
/** Each pair: a node, and how often it must have been entered. */
function wants(after: After, nodes: Record<string, number>): string | undefined {
  for (const [node, count] of Object.entries(nodes))
    if (visited(after, node) !== count) return `${node} was entered ${visited(after, node)} times instead of ${count}`;
  return undefined;
}

const complete = (
  site: Site,
  which: 'a' | 'b',
  actor: typeof first,
  task: { taskId: string; rev: number },
  decision: string,
  commandId = fresh(),
) => site[which].services.cases.complete({ actor, ...task, decision, opinion: 'x', commandId });

export const races: readonly Race[] = [
  {
    name: 'two completes',
    async prepare(site) {
      const { id } = await submitted(site, 'race-one');
      const task = await taskAt(site, id, 'a');
      return {
        id,
        first: () => complete(site, 'a', first, task, 'agree'),
        second: () => complete(site, 'b', second, task, 'refuse'),
        judge(after) {
          const winner = exclusive(after);
          const status = winner === 'first' ? 'completed' : 'refused';
          return after.state.status === status ? winner : `${winner} won, yet the case is ${after.state.status}`;
        },
      };
    },
  },
  {
    name: 'complete and withdraw',
    async prepare(site) {
      const { id, caseNo } = await submitted(site, 'race-one');
      const task = await taskAt(site, id, 'a');
      return {
        id,
        first: () => complete(site, 'a', first, task, 'agree'),
        second: () => site.b.services.cases.withdraw({ actor: applicant, caseNo, commandId: fresh() }),
        judge(after) {
          const winner = exclusive(after);
          const status = winner === 'first' ? 'completed' : 'withdrawn';
          return after.state.status === status ? winner : `${winner} won, yet the case is ${after.state.status}`;
        },
      };
    },
  },
  {
    name: 'timer and complete',
    async prepare(site) {
      const { id } = await submitted(site, 'race-late');
      const task = await taskAt(site, id, 'a');
      const timerId = Object.keys((await stateOf(site, id)).timers)[0]!;
      return {
        id,
        first: () => site.a.services.cases.timerDue({ region, caseId: id, timerId }),
        second: () => complete(site, 'b', second, task, 'agree'),
        judge(after) {
          const winner = visited(after, 'c') > 0 ? 'first' : 'second';
          if ((winner === 'second') !== after.second.ok) return `the desk was answered ${after.second.ok}, yet ${winner} went on`;
          return wants(after, winner === 'first' ? { b: 0, c: 1 } : { b: 1, c: 0 }) ?? winner;
        },
      };
    },
  },
  {
    name: 'join and join',
    async prepare(site) {
      const { id } = await submitted(site, 'race-join');
      const [one, other] = [await taskAt(site, id, 'a'), await taskAt(site, id, 'b')];
      const commands = [fresh(), fresh()] as const;
      return {
        id,
        first: () => complete(site, 'a', first, one, 'agree', commands[0]),
        second: () => complete(site, 'b', second, other, 'agree', commands[1]),
        judge(after) {
          if (!after.first.ok || !after.second.ok) return `one branch was refused: ${after.first.code ?? after.second.code}`;
          const problem = wants(after, { c: 1 });
          if (problem) return problem;
          // The later one let the join go on; the earlier one has won the race to it.
          const opened = after.journal.find((entry) => entry.code === 'task.opened' && entry.node === 'c');
          return opened?.command === commandIdOf(first, commands[0]) ? 'second' : 'first';
        },
      };
    },
  },
  {
    name: 'two claims',
    async prepare(site) {
      const { id } = await submitted(site, 'race-two');
      const { taskId } = await taskAt(site, id, 'a');
      return {
        id,
        first: () => site.a.services.cases.claim({ actor: first, taskId }),
        second: () => site.b.services.cases.claim({ actor: second, taskId }),
        judge(after) {
          const winner = exclusive(after);
          const holder = Object.values(after.state.tasks).find(({ node }) => node === 'a')?.holder?.id;
          const wanted = winner === 'first' ? first.accountId : second.accountId;
          return holder === wanted ? winner : `${winner} claimed, yet ${holder} holds it`;
        },
      };
    },
  },
  {
    name: 'complete and supplement',
    async prepare(site) {
      const { id } = await submitted(site, 'race-two');
      const task = await taskAt(site, id, 'a');
      const defects = [{ path: 'person.name', words: '姓名写全' }];
      return {
        id,
        first: () => complete(site, 'a', first, task, 'agree'),
        second: () => site.b.services.cases.requestSupplement({ actor: second, ...task, defects, commandId: fresh() }),
        judge(after) {
          const winner = exclusive(after);
          return wants(after, { b: winner === 'first' ? 1 : 0 }) ?? winner;
        },
      };
    },
  },
  {
    name: 'answer and withdraw',
    async prepare(site) {
      const { id, caseNo } = await submitted(site, 'race-two');
      const task = await taskAt(site, id, 'a');
      await site.a.services.cases.requestSupplement({
        actor: first,
        ...task,
        defects: [{ path: 'person.name', words: 'x' }],
        commandId: fresh(),
      });
      const [answer, withdrawal] = [fresh(), fresh()];
      return {
        id,
        first: () =>
          site.a.services.cases.answerSupplement({ actor: applicant, caseNo, values: { 'person.name': '林雨晴' }, commandId: answer }),
        second: () => site.b.services.cases.withdraw({ actor: applicant, caseNo, commandId: withdrawal }),
        judge(after) {
          // A withdrawal is possible before and after the answer; an answer after the withdrawal is not.
          if (!after.second.ok || after.state.status !== 'withdrawn') return `the withdrawal was refused with ${after.second.code}`;
          const winner = earlier(after, commandIdOf(applicant, answer), commandIdOf(applicant, withdrawal), ['answer', 'withdrawal']);
          if ((winner === 'first') !== after.first.ok) return `${winner} came first, yet the answer was told ${after.first.ok}`;
          const name = after.state.fields['person.name']?.value;
          return name === (after.first.ok ? '林雨晴' : '林雨') ? winner : `the name is ${String(name)}`;
        },
      };
    },
  },
  {
    name: 'two submits with the same key',
    async prepare(site) {
      const draft = await site.a.services.cases.startDraft({ actor: applicant, region, scenario: 'race-two', commandId: fresh() });
      const commandId = fresh();
      const submit = (which: 'a' | 'b') => () => site[which].services.cases.submit({ actor: applicant, id: draft.id, values, commandId });
      return {
        id: draft.id,
        first: submit('a'),
        second: submit('b'),
        judge(after) {
          if (!after.first.ok || !after.second.ok) return `a repetition was refused: ${after.first.code ?? after.second.code}`;
          if (JSON.stringify(after.first.value) !== JSON.stringify(after.second.value)) return 'the two were told different cases';
          return (
            wants(after, { a: 1 }) ??
            (after.told('fill.submitted') === 1 ? 'first' : `it was submitted ${after.told('fill.submitted')} times`)
          );
        },
      };
    },
  },
  {
    name: 'two submits with different keys',
    async prepare(site) {
      const draft = await site.a.services.cases.startDraft({ actor: applicant, region, scenario: 'race-two', commandId: fresh() });
      const submit = (which: 'a' | 'b') => () =>
        site[which].services.cases.submit({
          actor: applicant,
          id: draft.id,
          values: { ...values, 'person.mobile': which === 'a' ? '13800000001' : '13800000002' },
          commandId: fresh(),
        });
      return {
        id: draft.id,
        first: submit('a'),
        second: submit('b'),
        judge(after) {
          const winner = exclusive(after);
          const mobile = after.state.fields['person.mobile']?.value;
          if (mobile !== (winner === 'first' ? '13800000001' : '13800000002')) return `${winner} won, yet the number is ${String(mobile)}`;
          return wants(after, { a: 1 }) ?? winner;
        },
      };
    },
  },
  {
    name: 'effect answered twice',
    async prepare(site) {
      const { id } = await submitted(site, 'race-effect');
      const effectId = Object.keys((await stateOf(site, id)).pending)[0]!;
      const answer = (which: 'a' | 'b') => () =>
        site[which].services.cases.answerEffect(
          { region, caseId: id },
          { effectId, outcome: which === 'a' ? { ok: true, value: {} } : { ok: false, kind: 'refused', message: 'x' } },
        );
      return {
        id,
        first: answer('a'),
        second: answer('b'),
        judge(after) {
          const incidents = Object.keys(after.state.incidents).length;
          if (visited(after, 'b') + incidents !== 1) return `b was entered ${visited(after, 'b')} times beside ${incidents} incidents`;
          return incidents === 0 ? 'first' : 'second';
        },
      };
    },
  },
  {
    name: 'retry and end',
    async prepare(site) {
      const { id, caseNo } = await submitted(site, 'race-effect');
      const effectId = Object.keys((await stateOf(site, id)).pending)[0]!;
      await site.a.services.cases.answerEffect({ region, caseId: id }, { effectId, outcome: { ok: false, kind: 'refused', message: 'x' } });
      const incident = Object.keys((await stateOf(site, id)).incidents)[0]!;
      const [retry, end] = [fresh(), fresh()];
      return {
        id,
        first: () =>
          site.a.services.incidents.act({ actor: operator, id: `${id}.${incident}`, action: 'retry', reason: 'x', commandId: retry }),
        second: () =>
          site.b.services.cases.operateCase({
            actor: operator,
            caseNo,
            operation: { type: 'end', result: 'refused', reason: 'x', commandId: end },
          }),
        judge(after) {
          // A case may be ended while it is tried again; it is not tried again once it has ended.
          if (!after.second.ok || after.state.status !== 'refused') return `the end was refused with ${after.second.code}`;
          const winner = earlier(after, commandIdOf(operator, retry), commandIdOf(operator, end), ['retry', 'end']);
          return (winner === 'first') === after.first.ok ? winner : `${winner} came first, yet the retry was told ${after.first.ok}`;
        },
      };
    },
  },
  {
    name: 'message and timer',
    async prepare(site) {
      const { id } = await submitted(site, 'race-event');
      const timerId = Object.keys((await stateOf(site, id)).timers)[0]!;
      const event = `race:${fresh()}`;
      return {
        id,
        first: async () => {
          const at = new Date().toISOString();
          await acceptEvent(site.a.store, {
            region,
            id: event,
            kind: 'message',
            name: 'paid',
            keep: false,
            values: {},
            source: 'race',
            at,
          });
          await deliverEvent(site.a.services.caseParts, region, event);
        },
        second: () => site.b.services.cases.timerDue({ region, caseId: id, timerId }),
        judge(after) {
          const [b, c] = [visited(after, 'b'), visited(after, 'c')];
          if (b + c !== 1) return `b was entered ${b} times and c ${c} times`;
          return b === 1 ? 'first' : 'second';
        },
      };
    },
  },
  {
    name: 'return and complete',
    async prepare(site) {
      const { id } = await submitted(site, 'race-two');
      await decide(site, id, 'a');
      const task = await taskAt(site, id, 'b');
      const operation = { type: 'return', to: { node: 'a' }, back: 'replay', branches: 'cancel', reason: 'x', commandId: fresh() } as const;
      return {
        id,
        first: () => site.a.services.cases.operateTask({ actor: first, taskId: task.taskId, operation }),
        second: () => complete(site, 'b', second, task, 'agree'),
        judge(after) {
          const winner = exclusive(after);
          const open = Object.values(after.state.tasks)
            .filter(({ status }) => status === 'open')
            .map(({ node }) => node);
          const wanted = winner === 'first' ? 'a' : '';
          return open.join() === wanted ? winner : `${winner} won, yet open is ${open.join()}`;
        },
      };
    },
  },
  {
    name: 'suspend and complete',
    async prepare(site) {
      const { id, caseNo } = await submitted(site, 'race-two');
      const task = await taskAt(site, id, 'a');
      const [suspend, decision] = [fresh(), fresh()];
      const operation = { type: 'suspend', reason: 'x', basis: 'x', commandId: suspend } as const;
      return {
        id,
        first: () => site.a.services.cases.operateCase({ actor: operator, caseNo, operation }),
        second: () => complete(site, 'b', second, task, 'agree', decision),
        judge(after) {
          // What was decided before is decided; in a suspended case nobody decides.
          if (!after.first.ok || !after.state.suspended) return `suspending was refused with ${after.first.code}`;
          const winner = earlier(after, commandIdOf(operator, suspend), commandIdOf(second, decision), ['suspension', 'decision']);
          if ((winner === 'second') !== after.second.ok) return `${winner} came first, yet the desk was told ${after.second.ok}`;
          return wants(after, { b: winner === 'second' ? 1 : 0 }) ?? winner;
        },
      };
    },
  },
  {
    name: 'migrate and complete',
    prepare: prepareMigration,
  },
  {
    name: 'publish and start',
    async prepare(site) {
      const commandId = fresh();
      let started: { id: string } | undefined;
      const pkg = publishable();
      const hash = hashOfPackage(pkg);
      // The case of a race has to be there before it is judged: the start itself makes it.
      const begin = async () => {
        // What is live is asked for again every three seconds; here, every time.
        site.b.services.plans.forgetLive(region, 'race-publish');
        started = await site.b.services.cases.startAndSubmit({ actor: applicant, region, scenario: 'race-publish', values, commandId });
        contest.id = started.id;
      };
      const contest = {
        id: '',
        first: () => publish(site, pkg, hash),
        second: begin,
        judge(after: After): Side | string {
          if (!after.first.ok || !after.second.ok) return `refused: ${after.first.code ?? after.second.code}`;
          const problem = wants(after, { a: 1 });
          if (problem) return problem;
          return after.state.scenario.hash === hash ? 'first' : 'second';
        },
      };
      return contest;
    },
  },
];

let editions = 0;
function publishable(): ScenarioPackage {
  editions += 1;
  const pkg = drawn('race-publish', 'start -> fill -> a -> end');
  pkg.scenario.name = { 'zh-CN': `第 ${editions} 版`, en: `Edition ${editions}` };
  return pkg;
}

/** What the studio's publishing stores, without its checks: they take longer than the race. */
async function publish({ a }: Site, pkg: ScenarioPackage, hash: string): Promise<void> {
  const by = { id: first.accountId, name: first.name };
  const at = new Date().toISOString();
  const line = { region, at, action: 'scenario.published', object: 'race-publish', result: 'done' as const };
  const command = randomBytes(8).toString('hex');
  const made = await insertVersion(a.store, {
    region,
    scenarioId: 'race-publish',
    rev: 1,
    hash,
    package: pkg,
    scripts: {},
    notes: '',
    commandId: command,
    publishedBy: by,
    at,
    line,
  });
  if (made === 'stale' || made === 'missing') throw new Error(`publishing was ${made}`);
  a.services.plans.forgetLive(region, 'race-publish');
}

/** Set once the second version is published: every case of the race begins on the first. */
let versions: Promise<{ from: number; to: number }> | undefined;

async function prepareMigration(site: Site) {
  versions ??= publishSecond(site);
  const { to } = await versions;
  const { migration, caseParts } = site.a.services;
  const loaded = (await caseParts.plans.getPlan(region, movingScenario, { version: 1 }))!;
  const { uuidv7 } = await import('uuidv7');
  const id = uuidv7();
  const at = new Date().toISOString();
  const by = { kind: 'citizen' as const, id: applicant.accountId };
  await caseParts.runBurst({
    start: { loaded, account: applicant.accountId, startKey: id },
    region,
    caseId: id,
    commands: [
      { id: 'start', at, actor: by, type: 'start', caseId: id, region, version: 1 },
      { id: 'submit', at, actor: by, type: 'submit', values },
    ],
  });
  const task = await taskAt(site, id, 'accept');
  const plan = await migration.plan({ region, scenario: movingScenario, to, filter: { ids: [id] } });
  return {
    id,
    first: async () => {
      const begun = await migration.begin({
        region,
        scenario: movingScenario,
        to,
        filter: { ids: [id] },
        mapping: plan.suggested,
        by: { id: operator.accountId, name: operator.name },
      });
      return migration.move({ region, id: begun.id });
    },
    second: () => complete(site, 'b', second, task, 'agree'),
    judge(after: After): Side | string {
      if (!after.second.ok) return `the decision was refused with ${after.second.code}`;
      const decided = Object.values(after.state.tasks).filter(({ node, status }) => node === 'accept' && status === 'done').length;
      if (decided !== 1) return `accept was decided ${decided} times`;
      const moved = after.journal.findIndex(({ code }) => code === 'case.migrated');
      const completed = after.journal.findIndex(({ code }) => code === 'task.completed');
      return moved >= 0 && moved < completed ? 'first' : 'second';
    },
  };
}

async function publishSecond(site: Site): Promise<{ from: number; to: number }> {
  const { publishPackage } = await import('../../services/testing/world.ts');
  await publishPackage(site.a.store, secondVersion(), [{ code: region, name: '海盐县' }]);
  for (const { services } of [site.a, site.b]) services.plans.forgetLive(region, movingScenario);
  return { from: 1, to: 2 };
}

/** Names in the order of the table. */
export const names = races.map(({ name }) => name);
