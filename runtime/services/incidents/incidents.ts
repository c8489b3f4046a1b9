/**
 * What an operator does about failures: look at the place and the input (masked), then try again, leave the step with data,
 * go to another step, or end the case. Every one is a command of the case, with its reason in the history.
 */
import type {
  Done,
  IncidentAct,
  IncidentChoices,
  IncidentList,
  IncidentPage,
  IncidentRow as IncidentView,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { outcomesOf } from '../../engine/commands/operating.ts';
import type { Actor, CaseState, Command, Incident } from '../../engine/types.ts';
import { findIncident, type IncidentRow, listIncidents, unparkJob } from '../../store/incidents.ts';
import { commandIdOf } from '../cases/commands.ts';
import type { CaseParts } from '../cases/parts.ts';
import { decisionName } from '../cases/timeline.ts';
import { say } from '../cases/words.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors.ts';
import { regionsWith, type SessionActor } from '../identity/actor.ts';
import { inputOf } from './input.ts';
import { causeWords } from './words.ts';

const pageSize = 50;

type FailedTurns = (regions: readonly string[]) => Promise<{ region: string; name: Text; words: Text; at: string; nextAt: string }[]>;

export function createIncidents(parts: CaseParts, failedTurns: FailedTurns = async () => []) {
  const { store, plans, runBurst } = parts;

  async function found(actor: SessionActor, id: string): Promise<IncidentRow> {
    const match = /^([0-9a-f-]{36})\.([a-z]\w{0,31})$/.exec(id);
    if (!match) throw new NotFoundError('incident.unknown');
    for (const region of regionsWith(actor, 'operator', 'admin', 'supervisor')) {
      const row = await findIncident(store, { region, caseId: match[1]!, id: match[2]! });
      if (row) return row;
    }
    throw new NotFoundError('incident.unknown');
  }

  async function viewOf(row: IncidentRow): Promise<IncidentView> {
    const { plan } = await plans.getPlan(row.region, row.scenario, { hash: row.hash });
    const parked = row.kind !== 'incident';
    const waiting = Date.parse(row.run_at) < Date.now() + 86_400_000 * 365;
    const code = row.payload.code ?? 'job.parked';
    return {
      id: `${row.case_id}.${row.id}`,
      ...(row.case_no ? { caseNo: row.case_no } : {}),
      region: row.region,
      regionName: await parts.regionName(row.region),
      scenarioName: plan.scenario.name,
      step: stepName(plan, row.payload.node),
      cause: causeWords(parked ? 'job.parked' : code),
      ...(row.payload.at ? { at: row.payload.at } : {}),
      tries: parked ? row.attempts : (row.payload.tries ?? 0),
      ...(waiting ? { nextTryAt: row.run_at } : {}),
    };
  }

  return {
    async list({ actor, scenario, page = 1 }: { actor: SessionActor; scenario?: string; page?: number }): Promise<IncidentList> {
      const regions = regionsWith(actor, 'operator', 'admin', 'supervisor');
      const query = { regions, limit: pageSize, offset: (page - 1) * pageSize, ...(scenario ? { scenario } : {}) };
      const { rows, total } = await listIncidents(store, query);
      // Files belong to no scenario: they stand on the first page of all incidents.
      const turns = scenario === undefined && page === 1 ? await failedTurns(regions) : [];
      const imports = await Promise.all(
        turns.map(async ({ region, name, words, at, nextAt }) => ({
          region,
          regionName: await parts.regionName(region),
          name,
          words,
          at,
          nextAt,
        })),
      );
      return { rows: await Promise.all(rows.map(viewOf)), total, page, pageSize, ...(imports.length > 0 ? { imports } : {}) };
    },

    async show({ actor, id }: { actor: SessionActor; id: string }): Promise<IncidentPage> {
      const row = await found(actor, id);
      const view = await viewOf(row);
      const { stored, loaded } = await runBurst.load(row.region, row.case_id);
      const incident = stored.state.incidents[row.id];
      const may = regionsWith(actor, 'operator', 'admin').includes(row.region);
      if (row.kind !== 'incident' || !incident) {
        return { ...view, input: [], choices: { retry: may, end: false, steps: [], outcomes: [], values: [] } };
      }
      const choices = may
        ? choicesOf(loaded.plan, stored.state, incident)
        : { retry: false, end: false, steps: [], outcomes: [], values: [] };
      return { ...view, input: inputOf(loaded.plan, stored.state, incident), choices };
    },

    async act({ actor, id, commandId, ...act }: { actor: SessionActor; id: string } & IncidentAct): Promise<Done> {
      const row = await found(actor, id);
      if (!regionsWith(actor, 'operator', 'admin').includes(row.region)) throw new ForbiddenError('access.region');
      if (row.kind !== 'incident') {
        if (act.action !== 'retry') throw new ConflictError('incident.only_retry');
        if (!(await unparkJob(store, { region: row.region, caseId: row.case_id, id: row.id }))) throw new ConflictError('incident.unknown');
        parts.logger.info({ caseId: row.case_id, job: row.id }, 'a job that was set aside is tried again');
        return { done: doneWords.retry };
      }
      const by: Actor = { kind: 'officer', id: actor.accountId, name: actor.name, region: row.region };
      const base = { id: commandIdOf(actor, commandId), at: parts.clock(), actor: by };
      await runBurst({
        region: row.region,
        caseId: row.case_id,
        commandsFor: ({ state }) => {
          if (state.applied.includes(base.id)) return [];
          const incident = state.incidents[row.id];
          if (!incident) throw new ConflictError('incident.unknown');
          return [commandOf(act, incident, base)];
        },
      });
      return { done: doneWords[act.action] };
    },
  };
}

type Base = Pick<Command, 'id' | 'at' | 'actor'>;

function commandOf(act: Omit<IncidentAct, 'commandId'>, { id, token }: Incident, base: Base): Command {
  const { reason } = act;
  switch (act.action) {
    case 'retry':
      return { ...base, type: 'retryIncident', incidentId: id, reason };
    case 'skip': {
      const more = {
        ...(act.outcome === undefined ? {} : { outcome: act.outcome }),
        ...(act.values === undefined ? {} : { values: act.values }),
      };
      return { ...base, type: 'skip', tokenId: token, reason, ...more };
    }
    case 'jump':
      return { ...base, type: 'jump', tokenId: token, to: act.to ?? '', branches: 'keep', reason };
    case 'end':
      return { ...base, type: 'end', result: act.result ?? 'refused', reason };
  }
}

const doneWords: Record<IncidentAct['action'], Text> = {
  retry: say('已重试。', 'Tried again.'),
  skip: say('已按填写的内容跳过这一步，办件继续。', 'The step was left with these values; the case goes on.'),
  jump: say('已转到所选步骤。', 'The case is at the chosen step now.'),
  end: say('办件已结束。', 'The case has ended.'),
};

function stepName(plan: Plan, node: string | undefined): Text {
  return (node === undefined ? undefined : plan.nodes[node]?.doc.name) ?? say('后台作业', 'Background work');
}

/** Steps one can go to, outcomes the step may be left with, and the values it would have given. */
function choicesOf(plan: Plan, state: CaseState, { node }: Incident): IncidentChoices {
  const place = plan.nodes[node]!;
  const steps = Object.values(plan.nodes).filter((one) => one.block === place.block && one.id !== node && people.has(one.doc.kind));
  return {
    retry: true,
    end: true,
    steps: steps.map((one) => ({ id: one.id, name: one.doc.name })),
    outcomes: outcomesOf({ plan }, node).map((id) => ({ id, name: decisionName(plan, node, id) })),
    values: writesOf(plan, node).map((path) => valueChoice(plan, state, path)),
  };
}
const people = new Set([
  'task',
  'joint',
  'window',
  'assist',
  'pay',
  'seal',
  'fill',
  'consent',
  'issue',
  'notify',
  'data',
  'script',
  'decision',
  'end',
  'call',
]);

function valueChoice(plan: Plan, state: CaseState, path: string): IncidentChoices['values'][number] {
  const declared = plan.types[path];
  return {
    path,
    name: declared?.name ?? say(path, path),
    type: declared?.type ?? 'string',
    filled: state.fields[path]?.value !== undefined && state.fields[path]?.value !== null,
  };
}

/** Paths a step gives: what an operator may give in its place. */
function writesOf(plan: Plan, node: string): string[] {
  const { doc } = plan.nodes[node]!;
  if (doc.kind === 'script') return Object.keys(plan.scripts[doc.script]?.writes ?? {});
  if (doc.kind === 'data') return Object.values(plan.data[doc.data]?.provides ?? {});
  if (doc.kind === 'decision') return Object.values(plan.scenario.tables?.[doc.table]?.outputs ?? {}).map((output) => output.path);
  if (doc.kind === 'issue') return [plan.outcomes[doc.outcome]!.number];
  return [];
}
