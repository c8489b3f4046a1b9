/** Random scenarios of every element of the language, as trees, so that a failing one can be made smaller. */
import { compile } from '../../compile/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { endsFresh } from '../../engine/migration/testing/moving.ts';
import { type Change, changeTypes, nextVersion } from '../../engine/migration/testing/next-version.ts';
import { Drawing, type Exit, plainly, promised } from '../../engine/testing/drawing.ts';
import { calendar } from '../../engine/testing/plan.ts';
import { type Random, randomOf, seedOf } from './random.ts';

const leaves =
  'desk joint window assist pay seal script decide wait consent data issue notify fill archive transfer call message signal throw'.split(
    ' ',
  );
export type Body =
  | { type: 'leaf'; kind: string; variant: number }
  | { type: 'seq'; parts: Body[] }
  | Branches<keyof typeof GATEWAYS>
  | Branches<'race'>
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
interface Branches<T extends string> {
  type: T;
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

/** How ways part and meet again. */
const GATEWAYS = { exclusive: ['x', 'x'], parallel: ['fork', 'join'], inclusive: ['or', 'or'], partial: ['fork', 'some'] } as const;

class Writer extends Drawing {
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
        return this.loop((start) => this.write(body.body, start), from);
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
    if (kind === 'joint') this.joint(id, variant, variant > 12 ? 'stop' : 'continue');
    if (kind === 'message') this.nodes[id] = { event: { type: 'message', message: variant % 2 === 0 ? 'paid' : 'early' } };
    if (kind === 'signal') this.nodes[id] = { event: { type: 'signal', signal: 'storm' } };
    if (kind === 'throw')
      this.nodes[id] = { event: variant % 2 === 0 ? { type: 'signal', signal: 'storm' } : { type: 'escalation', code: 'slow' } };
    return plainly(id);
  }

  #branches({ type, branches, variant }: Branches<keyof typeof GATEWAYS>, from: Exit): Exit {
    const taken = type === 'parallel' || type === 'partial';
    const draws = branches.map((branch) => (start: Exit) => this.write(branch, start));
    const exit = this.split([...GATEWAYS[type]], draws, from, taken ? undefined : variant % 3);
    if (type === 'partial')
      this.nodes[exit.node] = { activate: { count: 1 + (variant % 3) }, rest: (['ignore', 'block', 'cancel'] as const)[variant % 3] };
    return exit;
  }

  /** The first of a message, a signal and a timer decides which way is taken. */
  #race({ branches, variant }: Branches<'race'>, from: Exit): Exit {
    const gateway = this.step('first', from);
    const merge = this.id('x');
    branches.forEach((branch, index) => {
      const kind = (index + variant) % 3;
      const id = this.id(kind === 2 ? 'wait' : 'catch');
      if (kind === 0) this.nodes[id] = { event: { type: 'message', message: index === 0 ? 'paid' : 'early' } };
      if (kind === 1) this.nodes[id] = { event: { type: 'signal', signal: 'storm' } };
      this.link(plainly(gateway), id);
      this.link(this.write(branch, plainly(id)), merge);
    });
    return plainly(merge);
  }

  #block({ body, kind, variant }: Body & { type: 'block' }, from: Exit): Exit {
    const block = this.step('block', from);
    if (kind === 'adHoc' || kind === 'ordered') {
      this.nodes[block] = { adHoc: { order: kind === 'adHoc' ? 'parallel' : 'sequential' } };
      this.inside(block, () => {
        const [first, second, third] = [this.id('desk'), this.id('desk'), this.id('desk')];
        this.statements.push(variant % 2 === 0 ? `${first} -> ${second}; ${third}` : `${first}; ${second}`);
      });
      return plainly(block);
    }
    if (kind === 'transaction') this.nodes[block] = { transaction: true };
    if (kind === 'section') this.nodes[block] = { section: 'one' };
    const end = this.fill(block, (start) => this.write(body, start));
    if (kind === 'terminate') this.nodes[end] = { terminate: true };
    return plainly(block);
  }

  #repeated({ type, body, variant }: Held<'each' | 'turns'>, from: Exit): Exit {
    const desk = variant % 2 === 0;
    const id = this.step(desk ? 'desk' : 'block', from);
    if (!desk) this.fill(id, (start) => this.write(body, start));
    const until = ['each.done >= 1', 'each.done >= 2', undefined][variant % 3];
    const each = {
      times: String(1 + (variant % 3)),
      order: variant % 4 < 2 ? 'parallel' : 'sequential',
      ...(until ? { until, rest: variant % 5 < 2 ? 'continue' : 'cancel' } : {}),
      ...(variant % 6 === 0 ? { addable: true } : {}),
    };
    this.nodes[id] =
      type === 'each' ? { each } : { loop: { test: variant % 4 < 2 ? 'after' : 'before', while: `loop.round < ${2 + (variant % 2)}` } };
    return plainly(id);
  }

  #threads({ body, variant }: Held<'threads'>, from: Exit): Exit {
    const count = String(2 + (variant % 2));
    const split = this.step('split', from);
    const merge = this.id('merge');
    this.nodes[split] = { count };
    this.nodes[merge] = { count };
    // A block parts the threads: joins inside it see one thread each.
    const block = this.step('block', plainly(split));
    this.fill(block, (start) => this.write(body, start));
    this.link(plainly(block), merge);
    return plainly(merge);
  }

  /** An event on a block or a desk; besides a step its way ends by itself, in place of one it joins the main way again. */
  #boundary({ body, variant }: Held<'boundary'>, from: Exit): Exit {
    const desk = variant % 3 === 0;
    const id = this.step(desk ? 'desk' : 'block', from);
    if (!desk) this.fill(id, (start) => this.write(body, start));
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
    const handler = this.step('desk', plainly(event));
    if (!interrupting) {
      this.link(plainly(handler), this.id('end'));
      return plainly(id);
    }
    // What takes the place of the step goes on where the step would have: a join beyond would wait for ever.
    const merge = this.step('x', plainly(id));
    this.link(plainly(handler), merge);
    return plainly(merge);
  }
}

function drawingOf(body: Body): Writer {
  const writer = new Writer();
  return writer.whole((start) => writer.write(body, start));
}

/** The flow of a body in words: what a failure is reported with. */
export function drawnOf(body: Body): { source: string; nodes: Record<string, unknown>; blocks: Record<string, string> } {
  const { statements, nodes, blocks } = drawingOf(body);
  return { source: statements.join('; '), nodes, blocks };
}

/** A scenario as it was published, and what may be published after it. */
export interface Version {
  plan: Plan;
  /** The next version with so many a number; undefined where nobody could publish it, or nothing could end on it. */
  next(number: number): Plan | undefined;
}

/** The compiled version of a body; undefined when the compiler refuses it: that scenario could not be published. */
export function versionOf(body: Body): Version | undefined {
  const pkg = drawingOf(body).package({ all: promised(), statutory: promised({ kind: 'statutory', days: 20 }) });
  const { plan } = compile(pkg, { calendar });
  const known = new Map<number, Plan | undefined>();
  const next = (number: number) => {
    if (!known.has(number)) {
      const { plan: to } = compile(nextVersion(pkg, changesOf(number)), { calendar });
      known.set(number, to && endsFresh(to) ? to : undefined);
    }
    return known.get(number);
  };
  return plan && { plan, next };
}

/** What is changed in a version: one to three changes, the same for the same number. */
function changesOf(number: number): Change[] {
  const random = randomOf(seedOf(0, number));
  return Array.from({ length: 1 + random.below(3) }, () => ({ type: random.pick(changeTypes), pick: random.below(1_000) }));
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
