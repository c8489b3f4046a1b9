/** One sequence: a random scenario, random commands, every invariant after each; a violation is made as short as it goes. */
import type { Plan } from '../../compile/plan.ts';
import { type MigrateRequest, migrateCase } from '../../engine/migration/index.ts';
import { decide } from '../../engine/migration/testing/moving.ts';
import { isFinal } from '../../engine/scopes.ts';
import { step } from '../../engine/step.ts';
import type { StepFunction, Walk } from '../../engine/testing/journeys.ts';
import type { Deed } from '../../engine/testing/simulate.ts';
import type { Actor, CaseState, Command, StepResult } from '../../engine/types.ts';
import { deedOf, forwardDeeds } from './deeds.ts';
import { checkMoment, newBooks, type Violation } from './invariants.ts';
import { type Body, smallerBodies, type Version, versionOf } from './plans.ts';

export interface Sequence {
  body: Body;
  choices: number[];
}
export interface Failure extends Violation, Sequence {
  /** The commands sent, in order, as they would be journaled. */
  commands: Command[];
}

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T01:00:00.000Z');
/** A finished case is reached within so many commands, or it is not reached. */
const MOST_TO_FINISH = 250;
/** In a replay the state is saved and loaded before every so many commands: at each it would be most of the time. */
const LOADED_EVERY = 7;
/** Commands of people and machines that may change nothing, one after the other, while a case is brought to its end. */
const MOST_IDLE = 15;
/** One choice in so many moves the case to the next version, once; which one, out of so many: each costs a compilation. */
const MOVED_EVERY = 29;
const NEXT_VERSIONS = 2;
const system: Actor = { kind: 'citizen', id: 'u1' };

class Stopped extends Error {
  readonly violation: Violation;
  constructor(violation: Violation) {
    super(violation.invariant);
    this.violation = violation;
  }
}

class Runner {
  readonly #version: Version;
  #plan: Plan;
  /** The move to another version, and before which command it was. */
  #moved: { index: number; request: MigrateRequest } | undefined;
  readonly #step: StepFunction;
  readonly walk: Walk = { state: undefined as unknown as CaseState, commands: [], results: [] };
  readonly #books = newBooks();

  constructor(version: Version, under: StepFunction) {
    this.#version = version;
    this.#plan = version.plan;
    this.#step = under;
  }

  /** What a choice stands for at this moment. */
  choose(choice: number): void {
    if (choice % MOVED_EVERY === 0 && !this.#moved && this.#move(choice)) return;
    this.send(deedOf(this.#plan, this.walk, choice));
    if (choice % 3 === 0) this.repeat(choice);
  }

  send(deed: Deed): void {
    const { walk } = this;
    const command = { ...this.#envelope(), ...deed } as Command;
    const before = walk.commands.length === 0 ? undefined : walk.state;
    this.#note(before, command, this.#guarded(before, command));
  }

  #envelope() {
    const { length } = this.walk.commands;
    return { actor: system, at: new Date(START + length * 7 * HOUR).toISOString(), id: `cmd${length}` };
  }

  #note(before: CaseState | undefined, command: Command, result: StepResult): void {
    const { walk } = this;
    walk.commands.push(command);
    walk.results.push(result);
    walk.state = result.state;
    const violation = checkMoment({ plan: this.#plan, before, command, result, books: this.#books });
    if (violation) throw new Stopped(violation);
  }

  /** The case goes to another version, where it may: everything suggested is taken. False when it stays. */
  #move(choice: number): boolean {
    const to = this.#version.next((choice >>> 9) % NEXT_VERSIONS);
    if (!to) return false;
    const { state } = this.walk;
    const envelope = this.#envelope();
    const { rehearsal, mapping } = decide(state, this.#plan, to, { ...envelope, version: 2 });
    if (rehearsal.problems) throw new Stopped({ invariant: 'engine threw', detail: `move: ${rehearsal.problems.join('; ')}` });
    if (!rehearsal.result) return false;
    const request: MigrateRequest = { ...envelope, from: this.#plan, to, version: 2, mapping, itinerary: rehearsal.itinerary };
    this.#moved = { index: this.walk.commands.length, request };
    this.#plan = to;
    // In the journal it stands as a command of its own; under this id no other counts again.
    this.#note(state, { type: 'recalculate', ...envelope }, rehearsal.result);
    return true;
  }

  #guarded(before: CaseState | undefined, command: Command, plan = this.#plan) {
    try {
      return this.#step(plan, before, command);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Stopped({ invariant: 'engine threw', detail: `${command.type}: ${words}` });
    }
  }

  /** Commands applied before change nothing when they come again. */
  repeat(choice: number): void {
    const { walk } = this;
    const applied = walk.commands.filter((_, index) => walk.results[index]!.journal.length > 0).slice(-100);
    for (const command of [applied.at(-1), applied[choice % Math.max(1, applied.length)]]) {
      if (!command) continue;
      const again = this.#guarded(walk.state, command);
      if (again.state !== walk.state || again.effects.length > 0 || again.journal.length > 0)
        throw new Stopped({ invariant: 'command applied twice', detail: `${command.type} ${command.id} came again and changed the case` });
    }
  }

  /** From here an operator can end the case at any time, and people can bring it to its end. */
  finish(): undefined {
    this.#endByHand();
    const tries = new Map<string, number>();
    let idle = 0;
    for (let count = 0; count < MOST_TO_FINISH; count += 1) {
      if (isFinal(this.walk.state.status)) return undefined;
      const deed = this.#helped(tries) ?? this.#forward(count);
      if (!deed) return this.#stuck(`nothing can be done, yet the case is ${this.walk.state.status}`);
      const before = this.walk.state;
      this.send(deed);
      idle = this.walk.state === before ? idle + 1 : 0;
      if (idle === MOST_IDLE) return this.#stuck(`${idle} commands in a row changed nothing, the case is ${before.status}`);
    }
    return this.#stuck(`not ended after ${MOST_TO_FINISH} commands`);
  }

  /** Where an operator took a token elsewhere, others may wait for it in vain: the operator ends such a case, too. */
  #stuck(detail: string): undefined {
    const byHand = this.walk.commands.some(
      ({ type }, index) => (type === 'jump' || type === 'skip') && this.walk.results[index]!.journal.length > 0,
    );
    if (!byHand) throw new Stopped({ invariant: 'cannot finish', detail });
    this.send({ type: 'end', result: 'expired', reason: 'x' });
    if (!isFinal(this.walk.state.status)) throw new Stopped({ invariant: 'cannot be ended by an operator', detail });
  }

  /** The first deed is the shortest way on; a loop that never ends needs another one now and then. */
  #forward(count: number): Deed | undefined {
    const deeds = forwardDeeds(this.#plan, this.walk.state, count % 29 === 28 ? count : 0);
    return deeds[count % 7 === 6 ? count % Math.max(1, deeds.length) : 0];
  }

  /** Where trying again does not help, an operator skips the step, or takes the case past it. */
  #helped(tries: Map<string, number>): Deed | undefined {
    const { state } = this.walk;
    const [incident] = Object.values(state.incidents);
    if (!incident || state.suspended) return undefined;
    const count = (tries.get(incident.node) ?? 0) + 1;
    tries.set(incident.node, count);
    if (count <= 2) return undefined;
    const way = { tokenId: incident.token, reason: 'x' };
    return count % 2 === 1 ? { type: 'skip', ...way } : { type: 'jump', ...way, to: 'end', branches: 'cancel' };
  }

  #endByHand(): void {
    const { state } = this.walk;
    if (isFinal(state.status) || state.status === 'draft') return;
    const at = this.walk.commands.at(-1)!.at;
    const command: Command = { type: 'end', id: 'operator-end', at, actor: { kind: 'officer', id: 'op' }, result: 'expired', reason: 'x' };
    const { state: ended, rejected } = this.#guarded(state, command);
    if (!isFinal(ended.status))
      throw new Stopped({ invariant: 'cannot be ended by an operator', detail: `refused with ${rejected?.code ?? 'no reason'}` });
  }

  /** The same commands, saved and loaded now and then, make the same case and say the same. */
  replay(): void {
    let state: CaseState | undefined;
    for (const [index, command] of this.walk.commands.entries()) {
      const given = state && index % LOADED_EVERY === 0 ? (JSON.parse(JSON.stringify(state)) as CaseState) : state;
      const result = this.#again(index, given, command);
      const first = this.walk.results[index]!;
      if (
        JSON.stringify(result.journal) !== JSON.stringify(first.journal) ||
        JSON.stringify(result.effects) !== JSON.stringify(first.effects)
      )
        throw new Stopped({
          invariant: 'replay differs',
          detail: `${command.type} (number ${index + 1}) says something else when it is done again`,
        });
      state = result.state;
    }
    if (JSON.stringify(state, sorted) !== JSON.stringify(this.walk.state, sorted))
      throw new Stopped({ invariant: 'replay differs', detail: 'the case comes to another state' });
  }

  #again(index: number, given: CaseState | undefined, command: Command): StepResult {
    if (given && index === this.#moved?.index) return migrateCase(given, this.#moved.request);
    return this.#guarded(given, command, this.#moved && index > this.#moved.index ? this.#plan : this.#version.plan);
  }
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs one sequence; undefined when everything held. `steps` counts what was sent. */
export function runSequence(
  version: Version,
  sequence: Sequence,
  under: StepFunction = step,
  count?: (steps: number) => void,
): Failure | undefined {
  const runner = new Runner(version, under);
  try {
    runner.send({ type: 'start', caseId: 'c1', region: '330110', version: 1 });
    for (const choice of sequence.choices) runner.choose(choice);
    runner.finish();
    runner.replay();
    return undefined;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { ...error.violation, ...sequence, commands: runner.walk.commands };
  } finally {
    count?.(runner.walk.commands.length);
  }
}

/** The shortest sequence found that violates the same invariant: fewer commands, then a smaller scenario. */
export function shrink(failure: Failure, make: () => StepFunction, tries = 400): Failure {
  let best = failure;
  let left = tries;
  const attempt = (sequence: Sequence): boolean => {
    if (left <= 0) return false;
    left -= 1;
    const version = versionOf(sequence.body);
    const found = version && runSequence(version, sequence, make());
    if (found?.invariant !== failure.invariant || sizeOf(found) >= sizeOf(best)) return false;
    best = found;
    return true;
  };
  for (let better = true; better && left > 0; ) {
    better =
      smallerBodies(best.body).some((body) => attempt({ ...best, body })) ||
      shorter(best.choices).some((choices) => attempt({ ...best, choices }));
  }
  return best;
}

const sizeOf = ({ commands, body }: Failure): number => commands.length * 20 + JSON.stringify(body).length;

/** Half of the choices, then single ones left out, the last first. */
function shorter(choices: number[]): number[][] {
  const half = choices.length >>> 1;
  const halves = choices.length > 3 ? [choices.slice(0, half), choices.slice(half)] : [];
  return [...halves, ...choices.map((_, index) => choices.filter((__, at) => at !== choices.length - 1 - index))];
}

/** A failure in words: the scenario, and the commands that lead there. */
export function wordsOf({ invariant, detail, commands }: Failure): string[] {
  return [`${invariant}: ${detail}`, ...commands.map((command) => `  ${JSON.stringify({ ...command, actor: undefined, at: undefined })}`)];
}
