/** What follows a decision, said before it is taken: to whom the case goes, what is issued, where it ends. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { isDesk } from '../../compile/desks.ts';
import type { Plan, PlanEdge } from '../../compile/plan.ts';
import { departmentName } from './form-view.ts';
import { partyName } from './progress.ts';
import { english, row, say } from './words.ts';

const ends: Record<string, Text> = {
  completed: say('办结', 'the case is finished'),
  refused: say('结束，不予办理', 'the case ends as refused'),
  withdrawn: say('结束，视为撤回', 'the case ends as withdrawn'),
  expired: say('结束，视为过期', 'the case ends as expired'),
};

export function nextSteps(plan: Plan, node: string, outcome: string): Text {
  const found = new Map<string, Text>();
  for (const edge of edgesFor(plan, node, outcome)) follow(plan, edge.to, found, new Set([node]));
  const names = [...found.values()];
  if (names.length === 0) return say('等待其他部门办完后继续', 'Goes on when the other departments are done');
  const listed = row(names.slice(0, 4));
  return say(`下一步：${listed['zh-CN']}`, `Next: ${english(listed)}`);
}

function edgesFor(plan: Plan, node: string, outcome: string): PlanEdge[] {
  const outgoing = plan.nodes[node]?.outgoing ?? [];
  const own = outgoing.filter((edge) => edge.on === outcome);
  return own.length > 0 ? own : outgoing.filter((edge) => edge.on === undefined);
}

/** Walks over machines and gateways to what people notice. */
function follow(plan: Plan, id: string, found: Map<string, Text>, seen: Set<string>): void {
  if (seen.has(id)) return;
  seen.add(id);
  const node = plan.nodes[id];
  if (!node) return;
  const words = wordsFor(plan, id);
  if (words) found.set(id, words);
  const stops = isDesk(node.doc) || ['joint', 'consent', 'fill', 'end', 'timer'].includes(node.doc.kind);
  if (stops) return;
  // A join waits for other branches: what lies behind it does not follow from this decision alone.
  if (node.doc.kind === 'parallel' && node.incoming.length > 1) return;
  if (node.doc.kind === 'block') follow(plan, plan.blocks[id]?.start ?? '', found, seen);
  else for (const edge of node.outgoing) follow(plan, edge.to, found, seen);
}

function wordsFor(plan: Plan, id: string): Text | undefined {
  const { doc, block } = plan.nodes[id]!;
  switch (doc.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal': {
      if (doc.kind === 'pay' && doc.payment) return say('申请人缴费', 'the applicant pays');
      const department = departmentName(plan, doc.department);
      return say(`${department['zh-CN']}「${doc.name['zh-CN']}」`, `${english(department)}: ${english(doc.name)}`);
    }
    case 'joint':
      return say(`会办「${doc.name['zh-CN']}」`, `joint: ${english(doc.name)}`);
    case 'consent': {
      const party = partyName(plan, doc.party);
      return say(`${party['zh-CN']}确认`, `${english(party)} confirms`);
    }
    case 'fill':
      return say('申请人填写', 'the applicant fills in');
    case 'issue': {
      const name = plan.outcomes[doc.outcome]?.name;
      return name && say(`签发${name['zh-CN']}`, `${english(name)} is issued`);
    }
    case 'end':
      return block ? undefined : ends[doc.result];
    default:
      return undefined;
  }
}

/** The steps of people that lead to a node: where a task came from. */
export function cameFrom(plan: Plan, node: string): Text {
  const found = new Map<string, Text>();
  const seen = new Set<string>();
  const walk = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const edge of plan.nodes[id]?.incoming ?? []) {
      const from = plan.nodes[edge.from];
      if (!from) continue;
      if (isDesk(from.doc) || ['joint', 'consent'].includes(from.doc.kind)) found.set(from.id, from.doc.name);
      else if (from.doc.kind === 'fill') found.set(from.id, say('申请人提交', 'The applicant'));
      else if (from.doc.kind === 'start' && from.block) walk(from.block);
      else walk(from.id);
    }
  };
  walk(node);
  const names = [...found.values()];
  return names.length > 0 ? row(names.slice(0, 2)) : say('申请人提交', 'The applicant');
}
