/**
 * What must be true, judged from outside the product: the client's file of acknowledgements, the outside world's own
 * counts, and the rows as an owner of the database sees them.
 */
import { type ChainRow, checkChain } from '../../store/journal.ts';
import type { Acknowledged } from './client.ts';
import type { Kill } from './kills.ts';
import type { CaseFacts, MessageFacts, MoveFacts, Rows, VersionFacts } from './rows.ts';
import { expectedWords, inquiryId } from './scenarios.ts';

export interface OutsideCall {
  service: string;
  key: string;
  calls: number;
  performed: number;
}
export interface OutsideMessage {
  key: string;
  words: string;
}
export interface Facts {
  acknowledged: readonly Acknowledged[];
  calls: readonly OutsideCall[];
  messages: readonly OutsideMessage[];
  kills: readonly Kill[];
  /** Longest time, in milliseconds, that a job was due and nobody took it. */
  longestDueMs: number;
}
export interface Verdict {
  acknowledged: Record<'starts' | 'completions' | 'answers' | 'steps' | 'versions' | 'migrations', number>;
  /** By scenario: how many there are, and how many finished as they should. */
  cases: Record<string, { all: number; finished: number }>;
  lost: string[];
  doubled: string[];
  brokenChains: string[];
  /** Cases that did not finish, with what they wait for; and what stood still longer than two leases. */
  stuck: string[];
  /** What was counted, so that "none doubled" says of how many. */
  counted: Record<
    'timers' | 'messages' | 'signals' | 'compensations' | 'children' | 'questions' | 'moved' | 'effects' | 'effectCalls' | 'versions',
    number
  >;
  jobsLeft: number;
  /** Milliseconds until the cases in hand at a kill moved again, by kill: for those that had some. */
  movedAgainMs: (number | undefined)[];
}

/** A lease is at most 60 s. */
const twoLeasesMs = 120_000;

export function judge(facts: Facts, { cases, journals, messages, versions, moves, jobsLeft }: Rows): Verdict {
  const verdict = emptyVerdict(facts, jobsLeft);
  judgeCommands(verdict, new Map(cases.map((one) => [one.id, one])), facts.acknowledged);
  judgeVersions(verdict, versions, facts.acknowledged);
  judgeEffects(verdict, cases, facts);
  judgeEvents(verdict, cases, messages);
  judgeInquiries(verdict, cases, facts.acknowledged);
  judgeMoves(verdict, moves, facts.acknowledged);
  const movesOf = Map.groupBy(
    moves.filter(({ status }) => status === 'moved'),
    (move) => move.case_id,
  );
  const moved = new Map<string, number[]>();
  for (const one of cases) {
    const rows = journals.get(one.id) ?? [];
    if (!checkChain(one.region, one.id, rows, one.chain).ok) verdict.brokenChains.push(one.id);
    moved.set(one.id, judgeJournal(verdict, one, rows, movesOf.get(one.id)?.length ?? 0));
    judgeEnd(verdict, one);
  }
  judgeDelays(verdict, facts, moved);
  return verdict;
}

function emptyVerdict({ acknowledged, calls }: Facts, jobsLeft: number): Verdict {
  const count = (did: Acknowledged['did']) => acknowledged.filter((line) => line.did === did).length;
  const effects = calls.filter(isEffect);
  return {
    acknowledged: {
      starts: count('start'),
      completions: count('complete'),
      answers: count('answer'),
      steps: count('step'),
      versions: count('publish'),
      migrations: count('migrate'),
    },
    cases: {},
    lost: [],
    doubled: [],
    brokenChains: [],
    stuck: [],
    counted: {
      timers: 0,
      messages: 0,
      signals: 0,
      compensations: 0,
      children: 0,
      questions: 0,
      moved: 0,
      effects: effects.reduce((sum, call) => sum + call.performed, 0),
      effectCalls: effects.reduce((sum, call) => sum + call.calls, 0),
      versions: 0,
    },
    jobsLeft,
    movedAgainMs: [],
  };
}

const isEffect = (call: OutsideCall) => call.service === '/sms/messages' || call.service === '/seal/documents';

function judgeCommands(verdict: Verdict, cases: Map<string, CaseFacts>, acknowledged: readonly Acknowledged[]): void {
  const known = new Set<string>();
  const numbers = new Set<string>();
  for (const line of acknowledged) {
    if (line.did === 'start') {
      const found = cases.get(line.id);
      if (found?.case_no !== line.caseNo || found.scenario !== line.scenario) verdict.lost.push(`${line.command}: ${line.caseNo}`);
      if (numbers.has(line.caseNo)) verdict.doubled.push(`the case number ${line.caseNo} was given to two commands`);
      numbers.add(line.caseNo);
      known.add(line.id);
    }
    if (line.did === 'complete') {
      const [caseId, task] = line.task.split('.') as [string, string];
      if (cases.get(caseId)?.tasks?.[task] !== 'done') verdict.lost.push(`completion of ${line.task}`);
    }
  }
  // A case nobody was told of, and that no other case began, would be one that a repeated command began a second time.
  for (const { id, scenario } of cases.values())
    if (!known.has(id) && scenario !== 'chaos-child' && scenario !== 'chaos-partner')
      verdict.doubled.push(`${scenario} ${id} was never acknowledged`);
}

function judgeVersions(verdict: Verdict, versions: VersionFacts[], acknowledged: readonly Acknowledged[]): void {
  verdict.counted.versions = versions.length;
  for (const [index, { version }] of versions.entries()) if (version !== index + 1) verdict.lost.push(`version ${index + 1} is missing`);
  const byCommand = Map.groupBy(versions, (one) => one.command_id);
  for (const line of acknowledged) {
    if (line.did !== 'publish') continue;
    const made = byCommand.get(line.command) ?? [];
    if (made.length > 1) verdict.doubled.push(`${line.command} made ${made.length} versions`);
    if (made[0]?.version !== line.version) verdict.lost.push(`${line.command}: version ${line.version}`);
  }
}

/** Each key performed once; each finished case sent exactly the messages its errand sends, the certificate once. */
function judgeEffects(verdict: Verdict, cases: CaseFacts[], { calls, messages }: Facts): void {
  for (const call of calls.filter(isEffect))
    if (call.performed !== 1) verdict.doubled.push(`${call.service} ${call.key} was performed ${call.performed} times`);
  const wordsOf = Map.groupBy(messages, (message) => message.key.split(':')[0]!);
  const sealsOf = Map.groupBy(
    calls.filter((call) => call.service === '/seal/documents'),
    (call) => call.key.split(':')[0]!,
  );
  for (const one of cases) {
    if (one.status !== 'completed') continue;
    const sent = Map.groupBy(wordsOf.get(one.id) ?? [], (message) => message.words);
    const expected = expectedWords[one.scenario]!;
    for (const words of new Set([...sent.keys(), ...Object.keys(expected)])) {
      const times = sent.get(words)?.length ?? 0;
      const {
        times: [least, most],
        node,
      } = expected[words] ?? { times: [0, 0] as const };
      const wanted = node === undefined ? undefined : (one.state.visits[node] ?? 0);
      const place = `${one.scenario} ${one.id}: “${words}” was sent ${times} times`;
      if (times < Math.max(least, wanted ?? 0)) verdict.lost.push(place);
      if (times > Math.min(most, wanted ?? most)) verdict.doubled.push(place);
    }
    const seals = sealsOf.get(one.id)?.length ?? 0;
    const wanted = one.scenario === 'chaos-errand' ? 1 : 0;
    if (seals < wanted) verdict.lost.push(`certificate of ${one.id}`);
    if (seals > wanted) verdict.doubled.push(`certificate of ${one.id} was sealed under ${seals} keys`);
  }
}

/** Each family asked once, was answered once and called one child; nothing that was sent is still on its way. */
function judgeEvents(verdict: Verdict, cases: CaseFacts[], messages: MessageFacts[]): void {
  const of = (scenario: string) => cases.filter((one) => one.scenario === scenario);
  const families = of('chaos-family').filter((one) => one.status === 'completed');
  const byCase = Map.groupBy(messages, (message) => message.sender ?? '');
  const taken = Map.groupBy(
    messages.filter((message) => message.kind === 'message'),
    (message) => message.taken_by ?? '',
  );
  for (const [by, list] of taken) if (by !== '' && list.length > 1) verdict.doubled.push(`the case ${by} took ${list.length} messages`);
  for (const { id, kind, name, status } of messages) {
    verdict.counted[kind === 'message' ? 'messages' : 'signals'] += 1;
    if (status !== (name === 'ask' ? 'started' : 'delivered')) verdict.lost.push(`${kind} ${name} ${id}: ${status}`);
  }
  const children = Map.groupBy(of('chaos-child'), (one) => one.start_key?.split(':')[1] ?? '');
  verdict.counted.children = of('chaos-child').length;
  for (const { id } of families) {
    const sent = (byCase.get(id) ?? []).map((message) => message.name).toSorted();
    if (sent.join() !== 'ask,bell') verdict[sent.length > 2 ? 'doubled' : 'lost'].push(`the family ${id} sent ${sent.join(', ')}`);
    const called = children.get(id)?.length ?? 0;
    if (called !== 1) verdict[called > 1 ? 'doubled' : 'lost'].push(`the family ${id} called ${called} children`);
  }
  const partners = of('chaos-partner').length;
  const asked = messages.filter((message) => message.name === 'ask').length;
  if (partners !== asked) verdict[partners > asked ? 'doubled' : 'lost'].push(`${asked} questions began ${partners} partners`);
}

/** Each inquiry asked one question and had it answered, one of the two events came first, and each step was started once. */
function judgeInquiries(verdict: Verdict, cases: CaseFacts[], acknowledged: readonly Acknowledged[]): void {
  const known = new Map(cases.map((one) => [one.id, one]));
  for (const line of acknowledged) {
    if (line.did !== 'answer') continue;
    const [caseId, id] = line.assist.split('.') as [string, string];
    if (known.get(caseId)?.state.assists?.[id]?.status !== 'answered') verdict.lost.push(`${line.command}: the answer is not in the case`);
  }
  const started = Map.groupBy(
    acknowledged.filter((line) => line.did === 'step'),
    (line) => line.caseNo,
  );
  for (const { id, case_no, status, state } of cases.filter((one) => one.scenario === inquiryId)) {
    const questions = Object.values(state.assists ?? {});
    verdict.counted.questions += questions.length;
    if (status !== 'completed') continue;
    if (questions.length !== 1) verdict[questions.length > 1 ? 'doubled' : 'lost'].push(`${id} asked ${questions.length} questions`);
    const { n_tellBell = 0, n_tellTime = 0, f_one = 0, f_two = 0 } = state.visits;
    const first = n_tellBell + n_tellTime;
    if (first !== 1) verdict[first > 1 ? 'doubled' : 'lost'].push(`${id} went on after ${first} first events`);
    for (const [node, times] of Object.entries({ f_one, f_two }))
      if (times !== 1) verdict[times > 1 ? 'doubled' : 'lost'].push(`${id}: ${node} was done ${times} times`);
    if (started.get(case_no)?.length !== 2) verdict.lost.push(`${id}: ${started.get(case_no)?.length ?? 0} of its steps were acknowledged`);
  }
}

/** A migration that was told to be over has no case that waits, and moved as many as it said. */
function judgeMoves(verdict: Verdict, moves: MoveFacts[], acknowledged: readonly Acknowledged[]): void {
  const byMigration = Map.groupBy(moves, ({ migration }) => migration);
  verdict.counted.moved = moves.filter(({ status }) => status === 'moved').length;
  for (const line of acknowledged) {
    if (line.did !== 'migrate') continue;
    const items = byMigration.get(line.migration) ?? [];
    const waiting = items.filter(({ status }) => status === 'waiting').length;
    const done = items.filter(({ status }) => status === 'moved').length;
    if (waiting > 0 || done !== line.moved)
      verdict.lost.push(`the migration ${line.migration} moved ${done} cases of ${line.moved}, ${waiting} wait`);
  }
}

/** A timer fires once, a step is taken back once, a case is moved as often as its migrations say. Answers the instants at which the case moved. */
function judgeJournal(verdict: Verdict, one: CaseFacts, rows: ChainRow[], moves: number): number[] {
  const { id, scenario, status } = one;
  const fired = new Set<string>();
  let undone = 0;
  let migrated = 0;
  const moved: number[] = [];
  for (const { text } of rows) {
    const entries = JSON.parse(text) as { at?: string; code: string; data?: { timer?: string } }[];
    moved.push(Date.parse(entries[0]!.at!));
    for (const { code, data } of entries) {
      if (code === 'compensation.step') undone += 1;
      if (code === 'case.migrated') migrated += 1;
      if (code !== 'timer.due') continue;
      if (fired.has(data!.timer!)) verdict.doubled.push(`timer ${data!.timer} of ${id} fired twice`);
      fired.add(data!.timer!);
    }
  }
  verdict.counted.timers += fired.size;
  verdict.counted.compensations += undone;
  if (migrated !== moves) verdict[migrated > moves ? 'doubled' : 'lost'].push(`${id} was moved ${migrated} times, by ${moves} migrations`);
  const { version, hash } = one.state.scenario;
  if (version !== one.version || hash !== one.hash) verdict.lost.push(`${id} is in version ${one.version}, and says ${version} itself`);
  if (scenario !== 'chaos-undo') return moved;
  if (undone > 1) verdict.doubled.push(`${id} was taken back ${undone} times`);
  if (undone < 1 && status === 'completed') verdict.lost.push(`${id} was never taken back`);
  return moved;
}

function judgeEnd(verdict: Verdict, one: CaseFacts): void {
  const count = verdict.cases[one.scenario] ?? { all: 0, finished: 0 };
  verdict.cases[one.scenario] = count;
  count.all += 1;
  const { tokens, incidents, timers, pending } = one.state;
  if (one.status === 'completed' && one.jobs === 0) {
    count.finished += 1;
    const left = [tokens, incidents, timers].reduce((sum, list) => sum + Object.keys(list).length, 0);
    if (left > 0) verdict.doubled.push(`${one.scenario} ${one.id} has ended and something is left in it`);
    return;
  }
  const where = Object.values(tokens).map((token) => token.node);
  const why = Object.values(incidents).map((incident) => `${incident.code} at ${incident.node}`);
  verdict.stuck.push(
    `${one.scenario} ${one.id} is ${one.status} at ${where.join(', ')}; ${one.jobs} jobs, ${Object.keys(pending).length} answers awaited; ${why.join(', ')}`,
  );
}

/** What was in hand at a kill went on, and no job lay about. */
function judgeDelays(verdict: Verdict, { kills, longestDueMs }: Facts, moves: Map<string, number[]>): void {
  verdict.movedAgainMs = kills.map(({ at, cases, moment, victim }) => {
    const delays = cases.flatMap((id) => {
      const next = moves.get(id)?.find((moved) => moved >= at);
      return next === undefined ? [] : [next - at];
    });
    const longest = delays.length === 0 ? undefined : Math.max(...delays);
    if (longest !== undefined && longest > twoLeasesMs)
      verdict.stuck.push(`what ${victim} had in hand at ${moment} stood still for ${Math.round(longest / 1000)} s`);
    return longest;
  });
  if (longestDueMs > twoLeasesMs) verdict.stuck.push(`a job was due for ${Math.round(longestDueMs / 1000)} s and nobody took it`);
}
