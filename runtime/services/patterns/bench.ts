/**
 * What a resource pattern is tried on: a small scenario published in a region of its own, real people with accounts, and two
 * processes' worth of services over one PostgreSQL that take turns, so that every wait is saved and loaded.
 */
import { uuidv7 } from 'uuidv7';
import type { CaseOperation, TaskOperation, TaskPage, TaskRow } from '../../../schemas/generated/api.ts';
import { type FlowOptions, flow } from '../../engine/testing/flow.ts';
import type { CaseState } from '../../engine/types.ts';
import { insertAccount, upsertOrganisation, upsertRegion } from '../../store/accounts.ts';
import { findCase } from '../../store/cases.ts';
import type { Store } from '../../store/store.ts';
import { CodedError } from '../errors.ts';
import type { Grant, SessionActor } from '../identity/index.ts';
import type { Services } from '../index.ts';
import { publishPackage } from '../testing/world.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A guard that can be taken away, to show that the pattern's test needs it. */
export type Guard = 'right' | 'holder' | 'separate' | 'operator' | 'retain' | 'suspended' | 'none';

export interface Pattern {
  /** What keeps the forbidden from happening. `none`: nothing is refused, something happens by itself. */
  guard: Guard;
  run(bench: Bench): Promise<void>;
}

export interface BenchParts {
  store: Store;
  next: () => Services;
  region: string;
}

export class Bench {
  readonly region: string;
  readonly store: Store;
  readonly #next: () => Services;
  #commands = 0;
  #case: { id: string; caseNo: string } | undefined;

  constructor({ store, next, region }: BenchParts) {
    this.store = store;
    this.region = region;
    this.#next = next;
  }

  get services(): Services {
    return this.#next();
  }

  commandId(): string {
    this.#commands += 1;
    return `command-${this.region}-${this.#commands}`;
  }

  /** Somebody with an account and rights in the region. */
  async person(name: string, department: string, posts?: string[]): Promise<SessionActor> {
    return this.#account(name, [
      { region: this.region, department, role: 'officer', ...(posts ? { posts: posts.map((post) => `small/${post}`) } : {}) },
    ]);
  }

  async operator(name: string): Promise<SessionActor> {
    return this.#account(name, [{ region: this.region, role: 'operator' }]);
  }

  async #account(name: string, grants: Grant[]): Promise<SessionActor> {
    const id = uuidv7();
    const at = '2026-03-02T01:00:00.000Z';
    const line = { region: this.region, at, action: 'account.created', object: id, result: 'done' as const };
    await upsertRegion(this.store, { code: this.region, name: this.region });
    await insertAccount(this.store, { id, username: `${name.toLowerCase()}.${id}`, name, kind: 'staff', at }, grants, line);
    return { accountId: id, kind: 'staff', name, grants, sessionId: uuidv7() };
  }

  /** Publishes a flow and starts a case of it. The flow begins with a form that a window clerk hands in. */
  async start(source: string, options: FlowOptions = {}): Promise<void> {
    const roles = { chief: { name: { 'zh-CN': '科长', en: 'Chief' } }, clerk: { name: { 'zh-CN': '科员', en: 'Clerk' } } };
    const pkg = flow(`start -> fill -> ${source}`, { ...options, scenario: { roles, scripts: {}, ...options.scenario } });
    await publishPackage(this.store, pkg, [{ code: this.region, name: this.region }]);
    for (const department of ['d1', 'd2', 'd3'])
      await upsertOrganisation(this.store, { region: this.region, department, name: { 'zh-CN': department } });
    await this.another();
  }

  /** One more case of the same scenario. */
  async another(): Promise<string> {
    const grants: Grant[] = [{ region: this.region, department: 'd3', role: 'officer' }];
    const clerk: SessionActor = { accountId: uuidv7(), kind: 'staff', name: 'Window', grants, sessionId: uuidv7() };
    const values = { 'person.name': 'Lin', 'person.idNumber': '1' };
    this.#case = await this.services.cases.startAndSubmit({
      actor: clerk,
      region: this.region,
      scenario: 'small',
      values,
      commandId: this.commandId(),
    });
    return this.#case.id;
  }

  async state(): Promise<CaseState> {
    return (await findCase(this.store, this.region, this.#case!.id))!.state;
  }

  get caseNo(): string {
    return this.#case!.caseNo;
  }

  /** Rows of one list of an officer, of the case in hand. */
  async list(actor: SessionActor, state: 'todo' | 'mine' | 'waiting' | 'copies' | 'done' = 'todo'): Promise<TaskRow[]> {
    const { rows } = await this.services.cases.inbox({ actor, state });
    return rows.filter((row) => row.caseNo === this.caseNo);
  }

  /** Steps of one list, by name. */
  async steps(actor: SessionActor, state: 'todo' | 'mine' | 'waiting' | 'copies' | 'done' = 'todo'): Promise<string[]> {
    return (await this.list(actor, state)).map((row) => row.step['zh-CN']);
  }

  /** The open task of a step, whoever may see it. */
  async task(step: string, purpose?: string): Promise<string> {
    const state = await this.state();
    const found = Object.values(state.tasks).find(
      (task) => task.node === step && (task.status === 'open' || task.status === 'waiting') && task.as === purpose,
    );
    if (!found) throw new Error(`no open task at ${step}`);
    return `${state.id}.${found.id}`;
  }

  async page(actor: SessionActor, taskId: string): Promise<TaskPage> {
    return this.services.cases.taskPage({ actor, taskId });
  }

  async decide(actor: SessionActor, taskId: string, decision = 'agree'): Promise<void> {
    const { rev } = await this.page(actor, taskId);
    await this.services.cases.complete({ actor, taskId, rev, decision, opinion: '意见', commandId: this.commandId() });
  }

  async claim(actor: SessionActor, taskId: string): Promise<TaskPage> {
    return this.services.cases.claim({ actor, taskId });
  }

  async release(actor: SessionActor, taskId: string): Promise<TaskPage> {
    return this.services.cases.release({ actor, taskId });
  }

  async operate(actor: SessionActor, taskId: string, deed: DistributiveOmit<TaskOperation, 'commandId'>): Promise<void> {
    const operation = { ...deed, commandId: this.commandId() } as TaskOperation;
    await this.services.cases.operateTask({ actor, taskId, operation });
  }

  async operateCase(actor: SessionActor, deed: DistributiveOmit<CaseOperation, 'commandId'>): Promise<void> {
    const operation = { ...deed, commandId: this.commandId() } as CaseOperation;
    await this.services.cases.operateCase({ actor, caseNo: this.caseNo, operation });
  }

  /** The token at a step. */
  async token(step: string): Promise<string> {
    const { tokens } = await this.state();
    const found = Object.values(tokens).find((token) => token.node === step);
    if (!found) throw new Error(`no token at ${step}`);
    return found.id;
  }

  /** Steps where the case stands. */
  async at(): Promise<string[]> {
    const { tokens } = await this.state();
    return Object.values(tokens)
      .map((token) => token.node)
      .sort();
  }

  /** The forbidden: refused with this code, and the case is as it was. */
  async refused(code: string, forbidden: () => Promise<unknown>): Promise<void> {
    const before = JSON.stringify(await this.state());
    const error = await forbidden().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof CodedError)) throw error ?? new Error(`should have been refused with ${code}`);
    if (error.code !== code) throw new Error(`refused with ${error.code} instead of ${code}`, { cause: error });
    if (JSON.stringify(await this.state()) !== before) throw new Error('what was refused changed the case');
  }
}

/** Fails with what was found instead. */
export function same(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`found ${a} instead of ${b}`);
}
