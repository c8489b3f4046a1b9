/** Random structured scenarios: sequences, choices, forks, blocks, loops, desks, joint desks, machines and timers. */
import fc from 'fast-check';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { flow } from './flow.ts';

export type Part =
  | { type: 'leaf'; kind: Leaf; variant: number }
  | { type: 'seq'; parts: Part[] }
  | Split
  | { type: 'block'; body: Part; terminate: boolean }
  | { type: 'loop'; body: Part };
type Split = { type: 'exclusive' | 'parallel' | 'inclusive'; branches: Part[]; limit: number };
const LEAVES = ['task', 'joint', 'script', 'decide', 'wait', 'consent', 'data', 'issue', 'notify', 'fill'] as const;
type Leaf = (typeof LEAVES)[number];

/** Any structured body; depth is bounded so that a plan has at most some sixty nodes. */
export const parts: fc.Arbitrary<Part> = fc.letrec<{ part: Part; seq: Part }>((tie) => ({
  seq: fc.array(tie('part'), { minLength: 0, maxLength: 3 }).map((list) => ({ type: 'seq', parts: list })),
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: fc.record({ type: fc.constant('leaf' as const), kind: fc.constantFrom(...LEAVES), variant: fc.nat(7) }), weight: 5 },
    {
      arbitrary: fc.record({
        type: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const),
        branches: fc.array(tie('seq'), { minLength: 2, maxLength: 3 }),
        limit: fc.nat(2),
      }),
      weight: 3,
    },
    { arbitrary: fc.record({ type: fc.constant('block' as const), body: tie('seq'), terminate: fc.boolean() }), weight: 1 },
    { arbitrary: fc.record({ type: fc.constant('loop' as const), body: tie('seq') }), weight: 1 },
  ),
})).seq;

/** Node with the arrow that leaves it: what the next part is attached to. */
type Exit = { node: string; arrow: string };

class Writer {
  readonly statements: string[] = [];
  readonly blocks: Record<string, string> = {};
  readonly nodes: Record<string, Record<string, unknown>> = {};
  #count = 0;

  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  link(from: Exit, to: string): undefined {
    this.statements.push(`${from.node} ${from.arrow} ${to}`);
  }

  write(part: Part, from: Exit): Exit {
    switch (part.type) {
      case 'leaf':
        return this.#leaf(part, from);
      case 'seq':
        return part.parts.reduce((exit, inner) => this.write(inner, exit), from);
      case 'block':
        return this.#block(part, from);
      case 'loop':
        return this.#loop(part.body, from);
      default:
        return this.#branches(part, from);
    }
  }

  #step(prefix: string, from: Exit): string {
    const id = this.id(prefix);
    this.link(from, id);
    return id;
  }

  #leaf({ kind, variant }: Part & { type: 'leaf' }, from: Exit): Exit {
    const id = this.#step(kind === 'task' ? 'desk' : kind, from);
    if (kind === 'task') this.nodes[id] = { department: `d${(variant % 3) + 1}`, ...(variant > 3 ? { dueDays: variant } : {}) };
    if (kind === 'joint') {
      const mode = [{ type: 'all' }, { type: 'any' }, { type: 'count', count: 2 }, { type: 'vote', percent: 50 }][variant % 4];
      this.nodes[id] = { mode, onRefuse: variant > 3 ? 'stop' : 'continue' };
    }
    return { node: id, arrow: '->' };
  }

  #branches({ type, branches, limit }: Split, from: Exit): Exit {
    const prefix = { exclusive: 'x', parallel: 'fork', inclusive: 'or' }[type];
    const split = this.#step(prefix, from);
    const merge = this.id(type === 'parallel' ? 'join' : prefix);
    branches.forEach((branch, index) => {
      const last = index === branches.length - 1;
      const condition = `-{person.income > ${(index + limit) * 3}}->`;
      const arrow = type === 'parallel' ? '->' : last ? '-*->' : condition;
      this.link(this.write(branch, { node: split, arrow }), merge);
    });
    return { node: merge, arrow: '->' };
  }

  #block({ body, terminate }: Part & { type: 'block' }, from: Exit): Exit {
    const block = this.#step('block', from);
    const outer = this.statements.splice(0);
    const end = this.id('end');
    this.link(this.write(body, { node: this.id('start'), arrow: '->' }), end);
    this.nodes[end] = { terminate };
    this.blocks[block] = this.statements.splice(0).join('; ');
    this.statements.push(...outer);
    return { node: block, arrow: '->' };
  }

  /** The desk at the end of the body sends back or lets go on. */
  #loop(body: Part, from: Exit): Exit {
    const head = this.#step('x', from);
    const desk = this.id('again');
    this.link(this.write(body, { node: head, arrow: '->' }), desk);
    this.link({ node: desk, arrow: '-[refuse]->' }, head);
    return { node: desk, arrow: '-[agree]->' };
  }
}

/** The scenario of a random body: a form, the body, one end. */
export function scenarioOf(body: Part): ScenarioPackage {
  const writer = new Writer();
  writer.link({ node: 'start', arrow: '->' }, 'fill0');
  writer.link(writer.write(body, { node: 'fill0', arrow: '->' }), 'end');
  const clock = {
    name: { 'zh-CN': '全程', en: 'All' },
    kind: 'promised' as const,
    days: 5,
    starts: 'fill0',
    suspendedBy: ['supplement' as const, 'consent' as const],
  };
  return flow(writer.statements.join('; '), { blocks: writer.blocks, nodes: writer.nodes, scenario: { clocks: { all: clock } } });
}

/** Any graph at all, as nobody should draw it: edges from anywhere to anywhere. */
export const tangles: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('desk', 'desk', 'x', 'fork', 'or', 'decide', 'wait', 'script', 'end'),
      to: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
      limit: fc.nat(9),
    }),
    {
      minLength: 2,
      maxLength: 9,
    },
  )
  .map((list) => {
    const ids = [...list.map(({ kind }, index) => `${kind}${index}`), 'end'];
    const edges = list.flatMap(({ kind, to, limit }, index) => {
      if (kind === 'end') return [];
      const targets = kind === 'x' || kind === 'or' || kind === 'fork' ? to : to.slice(0, 1);
      return targets.map((target, nth) => {
        const arrow = kind === 'x' || kind === 'or' ? (nth === 0 ? '-*->' : `-{person.income > ${limit + nth}}->`) : '->';
        return `${ids[index]} ${arrow} ${ids[target % ids.length]}`;
      });
    });
    return `start -> fill0 -> ${ids[0]}; ${edges.join('; ')}`;
  });
