/** Steps that people start, and one more of a step that is done for each of several. */
import type { CaseStepInput, CaseSteps, TaskDone } from '../../../schemas/generated/api.ts';
import { isDesk } from '../../compile/desks.ts';
import type { Plan } from '../../compile/plan.ts';
import { startableSteps } from '../../engine/elements/ad-hoc.ts';
import type { CaseState, Command } from '../../engine/types.ts';
import { findCaseByNumber } from '../../store/cases.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { departmentsOf, type OpenCase, regionOfCaseNo, takesPart } from './access.ts';
import { commandIdOf, officerActor } from './commands.ts';
import { mayOperate } from './operators.ts';
import type { CaseParts } from './parts.ts';
import { english, say } from './words.ts';

interface Site extends OpenCase {
  region: string;
  departments: string[];
}

export function createSteps(parts: CaseParts) {
  /** A case for a department that takes part or whose step can be begun now, or for an operator. */
  async function open(actor: SessionActor, caseNo: string): Promise<Site> {
    const region = regionOfCaseNo(caseNo);
    const departments = region === undefined ? [] : departmentsOf(actor, region);
    const operates = region !== undefined && mayOperate(actor, region);
    const key =
      region !== undefined && (departments.length > 0 || operates) ? await findCaseByNumber(parts.store, [region], caseNo) : undefined;
    if (!key) throw new NotFoundError('case.unknown');
    const found = await parts.runBurst.load(key.region, key.id);
    const { state } = found.stored;
    const wanted = departmentsInvolved(found.loaded.plan, state);
    const own = departments.filter((department) => takesPart(state, department) || wanted.has(department));
    if (own.length === 0 && !operates) throw new NotFoundError('case.unknown');
    return { ...found, region: key.region, departments: own };
  }

  return {
    async caseSteps({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<CaseSteps> {
      const { loaded, stored } = await open(actor, caseNo);
      return stepsOf(loaded.plan, stored.state);
    },

    async beginStep({ actor, caseNo, ...input }: { actor: SessionActor; caseNo: string } & CaseStepInput): Promise<TaskDone> {
      const { loaded, stored, region, departments } = await open(actor, caseNo);
      const { plan } = loaded;
      const node = Object.hasOwn(plan.nodes, input.node) ? plan.nodes[input.node]! : undefined;
      if (!node) throw new NotFoundError('step.unknown');
      const department = departmentFor(plan, input.node);
      const mine = department === undefined ? departments[0] : departments.find((one) => one === department);
      if (mine === undefined && !mayOperate(actor, region)) throw new ForbiddenError('access.department');
      const envelope = {
        id: commandIdOf(actor, input.commandId),
        at: parts.clock(),
        actor:
          mine === undefined
            ? { kind: 'officer' as const, id: actor.accountId, name: actor.name, region }
            : officerActor(actor, region, mine),
      };
      await parts.runBurst({ region, caseId: stored.state.id, commandsFor: () => [commandOf(input, envelope)] });
      const { name } = node.doc;
      return {
        done:
          input.do === 'start'
            ? say(`「${name['zh-CN']}」已开始`, `“${english(name)}” has begun`)
            : say(`「${name['zh-CN']}」已增加一份`, `One more of “${english(name)}”`),
      };
    },
  };
}

function commandOf(input: CaseStepInput, envelope: Pick<Command, 'id' | 'at' | 'actor'>): Command {
  const { node, item } = input;
  if (input.do === 'start') return { ...envelope, type: 'startStep', node };
  return { ...envelope, type: 'addInstance', node, ...(item === undefined ? {} : { item }) };
}

/** The desk that does a step; undefined for a machine or a block: any department that takes part begins those. */
function departmentFor(plan: Plan, node: string): string | undefined {
  const { doc } = plan.nodes[node]!;
  return isDesk(doc) ? doc.department : undefined;
}

/** Departments that do a step of an open block, or a step of which there can be more. */
function departmentsInvolved(plan: Plan, state: CaseState): Set<string> {
  const free = Object.values(state.scopes).flatMap((scope) => (scope.adHoc ? plan.blocks[scope.block!]!.nodes : []));
  const nodes = [...free, ...stepsOf(plan, state).add.map(({ node }) => node)];
  return new Set(nodes.flatMap((node) => departmentFor(plan, node) ?? []));
}

/** Is there anything to begin, for somebody who may? */
export function mayBegin(plan: Plan, state: CaseState, allowed: boolean): boolean {
  if (!allowed || state.endedAt !== undefined) return false;
  const { start, add } = stepsOf(plan, state);
  return start.length + add.length > 0;
}

function departmentChoices(plan: Plan): NonNullable<CaseSteps['add'][number]['choices']> {
  return Object.entries(plan.scenario.departments).map(([value, { name }]) => ({ value, name }));
}

function stepsOf(plan: Plan, state: CaseState): CaseSteps {
  const name = (id: string) => plan.nodes[id]!.doc.name;
  return {
    start: startableSteps(plan, state).map(({ node, block }) => ({ node, name: name(node), block: name(block) })),
    add: Object.values(state.each ?? {}).flatMap((group) => {
      const { doc } = plan.nodes[group.node]!;
      const each = 'each' in doc ? doc.each : undefined;
      if (!each?.addable || group.token === undefined) return [];
      const needs = each.departments ? ('department' as const) : each.over === undefined ? ('nothing' as const) : ('entry' as const);
      const row = { node: group.node, name: doc.name, done: group.done, count: group.total, needs };
      return [needs === 'department' ? { ...row, choices: departmentChoices(plan) } : row];
    }),
  };
}
