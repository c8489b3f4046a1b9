/** Random structured scenarios: sequences, choices, forks, blocks, loops, desks, joint desks, machines and timers. */
import fc from 'fast-check';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { Drawing, type Exit, plainly, promised } from './drawing.ts';

export type Part =
  | { type: 'leaf'; kind: Leaf; variant: number }
  | { type: 'seq'; parts: Part[] }
  | Split
  | { type: 'block'; body: Part; terminate: boolean }
  | { type: 'loop'; body: Part }
  | { type: 'event'; kind: (typeof EVENTS)[number] }
  | { type: 'repeat'; kind: (typeof REPEATS)[number]; body: Part }
  | { type: 'region'; kind: (typeof REGIONS)[number]; bodies: Part[] };
type Split = { type: 'exclusive' | 'parallel' | 'inclusive'; branches: Part[]; limit: number };
const LEAVES = ['task', 'joint', 'script', 'decide', 'wait', 'consent', 'data', 'issue', 'notify', 'fill'] as const;
type Leaf = (typeof LEAVES)[number];
/** Blocks done in turns or for each of several. */
const REPEATS = ['loop', 'parallel', 'sequential', 'enough', 'alone'] as const;
/** Blocks with a partial join, steps people start, a critical section or instances of a desk. */
const REGIONS = ['ignore', 'block', 'cancel', 'free', 'ordered', 'section', 'desks'] as const;
/** Patterns with events; each begins and ends with one token. */
const EVENTS = [
  'message',
  'signal',
  'condition',
  'first',
  'interrupted',
  'besides',
  'error',
  'escalation',
  'saga',
  'transaction',
  'taken',
] as const;

/** Structured bodies with events of every kind among the other parts. */
export const eventful: fc.Arbitrary<Part> = fc
  .array(fc.tuple(fc.constantFrom(...EVENTS), fc.nat(3)), { minLength: 1, maxLength: 5 })
  .chain((events) =>
    fc.array(fc.nat(2), { minLength: events.length, maxLength: events.length }).map((shapes): Part => {
      const leaf = (variant: number): Part => ({ type: 'leaf', kind: LEAVES[variant % LEAVES.length]!, variant });
      const parts = events.map(([kind, variant], index): Part => {
        const event: Part = { type: 'event', kind };
        if (shapes[index] === 0) return { type: 'seq', parts: [event, leaf(variant)] };
        if (shapes[index] === 1) return { type: 'parallel', branches: [event, leaf(variant + 1)], limit: 0 };
        return { type: 'loop', body: event };
      });
      return { type: 'seq', parts };
    }),
  );

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
    { arbitrary: fc.record({ type: fc.constant('repeat' as const), kind: fc.constantFrom(...REPEATS), body: tie('seq') }), weight: 1 },
    {
      arbitrary: fc.record({
        type: fc.constant('region' as const),
        kind: fc.constantFrom(...REGIONS),
        bodies: fc.array(tie('seq'), { minLength: 2, maxLength: 3 }),
      }),
      weight: 1,
    },
  ),
})).seq;

/** Events inside turns, instances and regions, and those inside each other. */
export const mixed: fc.Arbitrary<Part> = fc
  .record({
    turns: fc.constantFrom(...REPEATS),
    region: fc.constantFrom('ignore' as const, 'block' as const, 'cancel' as const, 'section' as const),
    one: eventful,
    two: eventful,
    three: parts,
    shape: fc.nat(3),
  })
  .map(({ turns, region, one, two, three, shape }): Part => {
    const repeat = (body: Part): Part => ({ type: 'repeat', kind: turns, body });
    const around = (bodies: Part[]): Part => ({ type: 'region', kind: region, bodies });
    return [repeat(one), around([one, two]), repeat(around([one, three])), around([repeat(one), three])][shape]!;
  });

class Writer extends Drawing {
  write(part: Part, from: Exit): Exit {
    switch (part.type) {
      case 'leaf':
        return this.#leaf(part, from);
      case 'seq':
        return part.parts.reduce((exit, inner) => this.write(inner, exit), from);
      case 'block':
        return this.#block(part, from);
      case 'loop':
        return this.loop((start) => this.write(part.body, start), from);
      case 'event':
        return this.#event(part.kind, from);
      case 'repeat':
        return this.#repeat(part, from);
      case 'region':
        return this.#region(part, from);
      default:
        return this.#branches(part, from);
    }
  }

  #leaf({ kind, variant }: Part & { type: 'leaf' }, from: Exit): Exit {
    const id = this.step(kind === 'task' ? 'desk' : kind, from);
    if (kind === 'task') this.nodes[id] = { department: `d${(variant % 3) + 1}`, ...(variant > 3 ? { dueDays: variant } : {}) };
    if (kind === 'joint') this.joint(id, variant, variant > 3 ? 'stop' : 'continue');
    return plainly(id);
  }

  #event(kind: (typeof EVENTS)[number], from: Exit): Exit {
    const message = { type: 'message', message: 'paid' };
    switch (kind) {
      case 'message':
        return this.#catch(from, message);
      case 'signal':
        return this.#catch(from, { type: 'signal', signal: 'storm' });
      case 'condition':
        return this.#catch(from, { type: 'condition', when: 'person.name != null' });
      case 'first':
        return this.#first(from);
      case 'interrupted':
        return this.#watched(from, message, true);
      case 'besides':
        return this.#watched(from, { type: 'timer', duration: { amount: 1, unit: 'days' } }, false);
      case 'error':
        return this.#thrown(from, { type: 'error', code: 'broke' });
      case 'escalation':
        return this.#thrown(from, { type: 'escalation', code: 'slow' });
      case 'saga':
        return this.#saga(from);
      case 'transaction':
        return this.#thrown(from, { type: 'cancel' });
      case 'taken':
        return this.#taken(from);
    }
  }

  #repeat({ kind, body }: Part & { type: 'repeat' }, from: Exit): Exit {
    const inside = (start: Exit) => this.link(this.write(body, start), this.id('end'));
    const many = { times: '3', order: 'parallel', addable: true };
    const how = {
      loop: { loop: { test: 'after', while: 'loop.round < 2' } },
      parallel: { each: many },
      sequential: { each: { ...many, order: 'sequential' } },
      enough: { each: { ...many, until: 'each.done >= 2' } },
      alone: { each: { ...many, until: 'true', rest: 'continue' } },
    };
    return { node: this.#within(from, inside, how[kind]), arrow: '->' };
  }

  #region({ kind, bodies }: Part & { type: 'region' }, from: Exit): Exit {
    if (kind === 'desks') {
      const desk = this.step('desk', from);
      this.nodes[desk] = { each: { departments: ['d1', 'd2'], order: 'parallel', until: 'each.outcomes.agree >= 1' } };
      return plainly(desk);
    }
    if (kind === 'free' || kind === 'ordered') return this.#free(kind, bodies.length, from);
    const inside = (start: Exit) => {
      const fork = this.step('fork', start);
      const meet = this.id(kind === 'section' ? 'join' : 'someJ');
      for (const body of bodies) {
        const guarded = kind === 'section' ? this.#guarded(plainly(fork)) : plainly(fork);
        this.link(this.write(body, guarded), meet);
      }
      if (kind !== 'section') this.nodes[meet] = { activate: { count: bodies.length - 1 }, rest: kind };
      this.link(plainly(meet), this.id('end'));
    };
    return { node: this.#within(from, inside), arrow: '->' };
  }

  #guarded(from: Exit): Exit {
    const desk = this.step('desk', from);
    this.nodes[desk] = { section: 'hall' };
    return plainly(desk);
  }

  /** Desks people start, the last two in this order. */
  #free(kind: 'free' | 'ordered', count: number, from: Exit): Exit {
    const block = this.step('block', from);
    this.nodes[block] = { adHoc: { order: kind === 'free' ? 'parallel' : 'sequential' } };
    const desks = Array.from({ length: count + 1 }, () => this.id('desk'));
    this.blocks[block] = `${desks.slice(0, -2).join('; ')}; ${desks.at(-2)} -> ${desks.at(-1)}`;
    return plainly(block);
  }

  #catch(from: Exit, event: object): Exit {
    const id = this.step('catch', from);
    this.nodes[id] = { event };
    return plainly(id);
  }

  #first(from: Exit): Exit {
    const first = this.step('first', from);
    const merge = this.id('x');
    this.link(this.#catch(plainly(first), { type: 'message', message: 'paid' }), merge);
    this.link({ node: this.step('wait', plainly(first)), arrow: '->' }, merge);
    return plainly(merge);
  }

  /** A block whose flow is drawn by `draw`. */
  #within(from: Exit, draw: (start: Exit) => void, more: Record<string, unknown> = {}): string {
    const block = this.step('block', from, more);
    this.inside(block, () => draw(plainly(this.id('start'))));
    return block;
  }

  #on(attachedTo: string, event: object, more: Record<string, unknown> = {}): Exit {
    const id = this.id('onE');
    this.nodes[id] = { attachedTo, event, ...more };
    return plainly(id);
  }

  /** A desk with an event on it, in a block of its own so that each round waits for both ways. */
  #watched(from: Exit, event: object, interrupting: boolean): Exit {
    const block = this.#within(from, (start) => {
      const desk = this.step('desk', start);
      this.link(plainly(desk), this.id('end'));
      const other = this.step('desk', this.#on(desk, event, { interrupting }));
      this.link(plainly(other), this.id('end'));
    });
    return plainly(block);
  }

  /** A block that ends well or throws to the event on it; both ways meet again. */
  #thrown(from: Exit, event: { type: string; code?: string }): Exit {
    const block = this.#within(
      from,
      (start) => {
        const desk = this.step('desk', start);
        this.link({ node: desk, arrow: '-[agree]->' }, this.id('end'));
        const thrower = this.id('end');
        this.link({ node: desk, arrow: '-[refuse]->' }, thrower);
        this.nodes[thrower] = { event };
        this.link(this.#on(desk, { type: 'compensation' }), this.id('desk'));
      },
      event.type === 'cancel' ? { transaction: true } : {},
    );
    const merge = this.id('x');
    this.link(plainly(block), merge);
    this.link(this.#on(block, event), merge);
    return plainly(merge);
  }

  /** Two desks, then both are taken back. */
  #saga(from: Exit): Exit {
    const block = this.#within(from, (start) => {
      const desks = [this.step('desk', start)];
      desks.push(this.step('desk', plainly(desks[0]!)));
      const thrower = this.step('throw', plainly(desks[1]!));
      this.nodes[thrower] = { event: { type: 'compensation' } };
      this.link(plainly(thrower), this.id('end'));
      for (const desk of desks) this.link(this.#on(desk, { type: 'compensation' }), this.id('desk'));
    });
    return plainly(block);
  }

  /** A block whose work an event block may take the place of. */
  #taken(from: Exit): Exit {
    const event = this.id('blockE');
    const block = this.#within(from, (start) => {
      this.link({ node: this.step('desk', start), arrow: '->' }, this.id('end'));
      this.statements.push(event);
    });
    this.nodes[event] = { event: true };
    const begin = this.id('start');
    this.nodes[begin] = { trigger: { type: 'message', message: 'paid' } };
    this.blocks[event] = `${begin} -> ${this.id('desk')} -> ${this.id('end')}`;
    return plainly(block);
  }

  #branches({ type, branches, limit }: Split, from: Exit): Exit {
    const gateways = { exclusive: ['x', 'x'], parallel: ['fork', 'join'], inclusive: ['or', 'or'] } as const;
    const draws = branches.map((branch) => (start: Exit) => this.write(branch, start));
    return this.split([...gateways[type]], draws, from, type === 'parallel' ? undefined : limit);
  }

  #block({ body, terminate }: Part & { type: 'block' }, from: Exit): Exit {
    const block = this.step('block', from);
    const end = this.fill(block, (start) => this.write(body, start));
    this.nodes[end] = { terminate };
    return plainly(block);
  }
}

/** The scenario of a random body: a form, the body, one end. */
export function scenarioOf(body: Part): ScenarioPackage {
  const writer = new Writer();
  return writer.whole((start) => writer.write(body, start)).package({ all: promised() });
}

/** Any graph at all, as nobody should draw it: edges from anywhere to anywhere. */
export const tangles: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('desk', 'desk', 'x', 'fork', 'or', 'decide', 'wait', 'script', 'someJ', 'end'),
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
