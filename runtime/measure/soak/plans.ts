/** Random scenarios of every element of the language, as trees, so that a failing one can be made smaller. */
import { compile } from '../../compile/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { eventNames } from '../../engine/testing/events.ts';
import { flow } from '../../engine/testing/flow.ts';
import { calendar } from '../../engine/testing/plan.ts';
import type { Random } from './random.ts';

const leaves =
  'desk joint window assist pay seal script decide wait consent data issue notify fill archive transfer call message signal throw'.split(
    ' ',
  );
export type Body =
  | { type: 'leaf'; kind: string; variant: number }
  | { type: 'seq'; parts: Body[] }
  | Branches
  | { type: 'block'; body: Body; kind: 'plain' | 'terminate' | 'adHoc' | 'ordered' | 'transaction' | 'section'; variant: number }
  | Held<'each'>
  | Held<'turns'>
  | Held<'boundary'>
  | Held<'threads'>
  | { type: 'loop'; body: Body };
interface Held<T extends string> {
  type: T;
  body: Body;
  variant: number;
}
interface Branches {
  type: 'exclusive' | 'parallel' | 'inclusive' | 'partial' | 'race';
  branches: Body[];
  variant: number;
}

/** A scenario of bounded size: three levels deep, some forty nodes at most. */
export const randomBody = (random: Random): Body => seq(random, 3);

function seq(random: Random, depth: number): Body {
  return { type: 'seq', parts: Array.from({ length: 1 + random.below(depth === 3 ? 3 : 2) }, () => part(random, depth)) };
}

function part(random: Random, depth: number): Body {
  const variant = random.below(24);
  const leaf: Body = { type: 'leaf', kind: random.pick(leaves), variant };
  if (depth === 0) return leaf;
  const body = () => seq(random, depth - 1);
  switch (random.below(16)) {
    case 0:
    case 1:
      return { type: 'parallel', branches: [body(), body(), ...(random.once(3) ? [body()] : [])], variant };
    case 2:
      return { type: 'exclusive', branches: [body(), body()], variant };
    case 3:
      return { type: 'inclusive', branches: [body(), body(), ...(random.once(3) ? [body()] : [])], variant };
    case 4:
      return { type: 'partial', branches: [body(), body(), body()], variant };
    case 5:
      return { type: 'race', branches: [body(), body()], variant };
    case 6:
      return {
        type: 'block',
        body: body(),
        kind: random.pick(['plain', 'terminate', 'adHoc', 'ordered', 'transaction', 'section'] as const),
        variant,
      };
    case 7:
      return { type: random.pick(['each', 'turns', 'threads'] as const), body: body(), variant } as Body;
    case 8:
    case 9:
      return { type: 'boundary', body: body(), variant };
    case 10:
      return { type: 'loop', body: body() };
    default:
      return leaf;
  }
}

/** Node with the arrow that leaves it: what the next part is attached to. */
interface Exit {
  node: string;
  arrow: string;
}

class Writer {
  statements: string[] = [];
  readonly blocks: Record<string, string> = {};
  readonly nodes: Record<string, Record<string, unknown>> = {};
  #count = 0;

  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  link({ node, arrow }: Exit, to: string): void {
    this.statements.push(`${node} ${arrow} ${to}`);
  }

  step(prefix: string, from: Exit): string {
    const id = this.id(prefix);
    this.link(from, id);
    return id;
  }

  write(body: Body, from: Exit): Exit {
    switch (body.type) {
      case 'leaf':
        return this.#leaf(body, from);
      case 'seq':
        return body.parts.reduce((exit, inner) => this.write(inner, exit), from);
      case 'block':
        return this.#block(body, from);
      case 'each':
      case 'turns':
        return this.#repeated(body, from);
      case 'threads':
        return this.#threads(body, from);
      case 'boundary':
        return this.#boundary(body, from);
      case 'loop':
        return this.#loop(body.body, from);
      case 'race':
        return this.#race(body, from);
      default:
        return this.#branches(body, from);
    }
  }

  #leaf({ kind, variant }: Body & { type: 'leaf' }, from: Exit): Exit {
    const prefix = { message: 'catch', signal: 'catch' }[kind] ?? kind;
    const id = this.step(prefix, from);
    if (kind === 'desk') this.nodes[id] = { department: `d${(variant % 3) + 1}`, ...(variant % 3 === 0 ? { dueDays: variant + 1 } : {}) };
    if (kind === 'joint') {
      const mode = [{ type: 'all' }, { type: 'any' }, { type: 'count', count: 2 }, { type: 'vote', percent: 50 }][variant % 4];
      this.nodes[id] = { mode, onRefuse: variant > 12 ? 'stop' : 'continue' };
    }
    if (kind === 'message') this.nodes[id] = { event: { type: 'message', message: variant % 2 === 0 ? 'paid' : 'early' } };
    if (kind === 'signal') this.nodes[id] = { event: { type: 'signal', signal: 'storm' } };
    if (kind === 'throw')
      this.nodes[id] = { event: variant % 2 === 0 ? { type: 'signal', signal: 'storm' } : { type: 'escalation', code: 'slow' } };
    return { node: id, arrow: '->' };
  }

  #branches({ type, branches, variant }: Branches, from: Exit): Exit {
    const prefix = { exclusive: 'x', parallel: 'fork', inclusive: 'or', partial: 'fork' }[type as 'exclusive'];
    const split = this.step(prefix, from);
    const merge = this.id({ exclusive: 'x', parallel: 'join', inclusive: 'or', partial: 'some' }[type as 'exclusive']);
    if (type === 'partial')
      this.nodes[merge] = { activate: { count: 1 + (variant % 3) }, rest: (['ignore', 'block', 'cancel'] as const)[variant % 3] };
    branches.forEach((branch, index) => {
      const last = index === branches.length - 1;
      const choice = last ? '-*->' : `-{person.income > ${(index + (variant % 3)) * 3}}->`;
      const arrow = type === 'parallel' || type === 'partial' ? '->' : choice;
      this.link(this.write(branch, { node: split, arrow }), merge);
    });
    return { node: merge, arrow: '->' };
  }

  /** The first of a message, a signal and a timer decides which way is taken. */
  #race({ branches, variant }: Branches, from: Exit): Exit {
    const gateway = this.step('first', from);
    const merge = this.id('x');
    branches.forEach((branch, index) => {
      const kind = (index + variant) % 3;
      const id = this.id(kind === 2 ? 'wait' : 'catch');
      if (kind === 0) this.nodes[id] = { event: { type: 'message', message: index === 0 ? 'paid' : 'early' } };
      if (kind === 1) this.nodes[id] = { event: { type: 'signal', signal: 'storm' } };
      this.link({ node: gateway, arrow: '->' }, id);
      this.link(this.write(branch, { node: id, arrow: '->' }), merge);
    });
    return { node: merge, arrow: '->' };
  }

  /** Draws a body inside a block of its own. */
  inside(block: string, draw: () => void): void {
    const outer = this.statements;
    this.statements = [];
    draw();
    this.blocks[block] = this.statements.join('; ');
    this.statements = outer;
  }

  #block({ body, kind, variant }: Body & { type: 'block' }, from: Exit): Exit {
    const block = this.step('block', from);
    if (kind === 'adHoc' || kind === 'ordered') {
      this.nodes[block] = { adHoc: { order: kind === 'adHoc' ? 'parallel' : 'sequential' } };
      this.inside(block, () => {
        const [first, second, third] = [this.id('desk'), this.id('desk'), this.id('desk')];
        this.statements.push(variant % 2 === 0 ? `${first} -> ${second}; ${third}` : `${first}; ${second}`);
      });
      return { node: block, arrow: '->' };
    }
    if (kind === 'transaction') this.nodes[block] = { transaction: true };
    if (kind === 'section') this.nodes[block] = { section: 'one' };
    this.inside(block, () => {
      const end = this.id('end');
      this.link(this.write(body, { node: this.id('start'), arrow: '->' }), end);
      if (kind === 'terminate') this.nodes[end] = { terminate: true };
    });
    return { node: block, arrow: '->' };
  }

  #repeated({ type, body, variant }: Held<'each' | 'turns'>, from: Exit): Exit {
    const desk = variant % 2 === 0;
    const id = this.step(desk ? 'desk' : 'block', from);
    if (!desk)
      this.inside(id, () => {
        this.link(this.write(body, { node: this.id('start'), arrow: '->' }), this.id('end'));
      });
    const until = ['each.done >= 1', 'each.done >= 2', undefined][variant % 3];
    const each = {
      times: String(1 + (variant % 3)),
      order: variant % 4 < 2 ? 'parallel' : 'sequential',
      ...(until ? { until, rest: variant % 5 < 2 ? 'continue' : 'cancel' } : {}),
      ...(variant % 6 === 0 ? { addable: true } : {}),
    };
    this.nodes[id] =
      type === 'each' ? { each } : { loop: { test: variant % 4 < 2 ? 'after' : 'before', while: `loop.round < ${2 + (variant % 2)}` } };
    return { node: id, arrow: '->' };
  }

  #threads({ body, variant }: Held<'threads'>, from: Exit): Exit {
    const count = String(2 + (variant % 2));
    const split = this.step('split', from);
    const merge = this.id('merge');
    this.nodes[split] = { count };
    this.nodes[merge] = { count };
    // A block parts the threads: joins inside it see one thread each.
    const block = this.step('block', { node: split, arrow: '->' });
    this.inside(block, () => {
      this.link(this.write(body, { node: this.id('start'), arrow: '->' }), this.id('end'));
    });
    this.link({ node: block, arrow: '->' }, merge);
    return { node: merge, arrow: '->' };
  }

  /** An event on a block or a desk; besides a step its way ends by itself, in place of one it joins the main way again. */
  #boundary({ body, variant }: Held<'boundary'>, from: Exit): Exit {
    const desk = variant % 3 === 0;
    const id = this.step(desk ? 'desk' : 'block', from);
    if (!desk)
      this.inside(id, () => {
        this.link(this.write(body, { node: this.id('start'), arrow: '->' }), this.id('end'));
      });
    const event = this.id('onEvent');
    const events = [
      { type: 'timer', duration: { amount: 3, unit: 'days' } },
      // A name of its own: a step inside that waits for the same message would never get one.
      { type: 'message', message: 'keyed' },
      { type: 'signal', signal: 'storm' },
      { type: 'timer', cycle: { every: { amount: 2, unit: 'days' }, times: 2 } },
      { type: 'escalation', code: 'slow' },
    ];
    const interrupting = variant % 5 !== 3 && variant % 2 === 0;
    this.nodes[event] = { attachedTo: id, event: events[variant % 5], interrupting };
    const handler = this.step('desk', { node: event, arrow: '->' });
    if (!interrupting) {
      this.link({ node: handler, arrow: '->' }, this.id('end'));
      return { node: id, arrow: '->' };
    }
    // What takes the place of the step goes on where the step would have: a join beyond would wait for ever.
    const merge = this.step('x', { node: id, arrow: '->' });
    this.link({ node: handler, arrow: '->' }, merge);
    return { node: merge, arrow: '->' };
  }

  /** The desk at the end of the body sends back or lets go on. */
  #loop(body: Body, from: Exit): Exit {
    const head = this.step('x', from);
    const desk = this.id('again');
    this.link(this.write(body, { node: head, arrow: '->' }), desk);
    this.link({ node: desk, arrow: '-[refuse]->' }, head);
    return { node: desk, arrow: '-[agree]->' };
  }
}

const text = (words: string) => ({ 'zh-CN': words, en: words });
const clock = (starts: string, more: object = {}) => ({
  name: text('clock'),
  kind: 'promised' as const,
  days: 5,
  starts,
  suspendedBy: ['supplement' as const, 'consent' as const],
  ...more,
});

/** The flow of a body in words: what a failure is reported with. */
export function drawnOf(body: Body): { source: string; nodes: Record<string, unknown>; blocks: Record<string, string> } {
  const writer = new Writer();
  writer.link({ node: 'start', arrow: '->' }, 'fill0');
  writer.link(writer.write(body, { node: 'fill0', arrow: '->' }), 'end');
  return { source: writer.statements.join('; '), nodes: writer.nodes, blocks: writer.blocks };
}

/** The compiled plan of a body; undefined when the compiler refuses it: that scenario could not be published. */
export function planOfBody(body: Body): Plan | undefined {
  const { source, nodes, blocks } = drawnOf(body);
  const scenario = { ...eventNames, clocks: { all: clock('fill0'), statutory: clock('fill0', { kind: 'statutory', days: 20 }) } };
  const pkg = flow(source, { blocks, nodes: nodes as Record<string, Record<string, unknown>>, scenario });
  return compile(pkg, { calendar }).plan;
}

/** Smaller bodies, the smallest first: one part left out, or a part in place of what holds it. */
export function smallerBodies(body: Body): Body[] {
  if (body.type === 'leaf') return body.kind === 'desk' ? [] : [{ ...body, kind: 'desk', variant: 0 }];
  if (body.type === 'seq')
    return [
      ...body.parts.map((_, index): Body => ({ ...body, parts: body.parts.filter((__, at) => at !== index) })),
      ...body.parts.flatMap((one, index) =>
        smallerBodies(one).map((smaller): Body => ({ ...body, parts: body.parts.with(index, smaller) })),
      ),
    ];
  if ('branches' in body)
    return [
      ...body.branches,
      ...(body.branches.length > 2 ? [{ ...body, branches: body.branches.slice(1) }] : []),
      ...body.branches.flatMap((one, index) =>
        smallerBodies(one).map((smaller): Body => ({ ...body, branches: body.branches.with(index, smaller) })),
      ),
    ];
  return [body.body, ...smallerBodies(body.body).map((smaller): Body => ({ ...body, body: smaller }))];
}
