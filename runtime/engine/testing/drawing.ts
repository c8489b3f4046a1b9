/** Draws structured flows as text, piece by piece: what random scenarios of tests and soaks are made of. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { eventNames } from './events.ts';
import { flow } from './flow.ts';

/** Node with the arrow that leaves it: what the next piece is attached to. */
export interface Exit {
  node: string;
  arrow: string;
}
/** Draws a piece that begins where it is told, and says where it ends. */
export type Draw = (from: Exit) => Exit;

const VOTES = [{ type: 'all' }, { type: 'any' }, { type: 'count', count: 2 }, { type: 'vote', percent: 50 }] as const;

export const plainly = (node: string): Exit => ({ node, arrow: '->' });

export class Drawing {
  statements: string[] = [];
  readonly blocks: Record<string, string> = {};
  readonly nodes: Record<string, Record<string, unknown>> = {};
  #count = 0;

  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  link({ node, arrow }: Exit, to: string): undefined {
    this.statements.push(`${node} ${arrow} ${to}`);
  }

  /** A node that follows; the kind follows from the prefix. */
  step(prefix: string, from: Exit, more?: Record<string, unknown>): string {
    const id = this.id(prefix);
    this.link(from, id);
    if (more) this.nodes[id] = more;
    return id;
  }

  /** Draws in a block; its statements stay apart. */
  inside(block: string, draw: () => void): undefined {
    const outer = this.statements;
    this.statements = [];
    draw();
    this.blocks[block] = this.statements.join('; ');
    this.statements = outer;
  }

  /** Fills a block with a start, the piece and an end; answers the end. */
  fill(block: string, draw: Draw): string {
    let end = '';
    this.inside(block, () => {
      const last = draw(plainly(this.id('start')));
      end = this.step('end', last);
    });
    return end;
  }

  joint(id: string, variant: number, onRefuse: 'stop' | 'continue'): undefined {
    this.nodes[id] = { mode: VOTES[variant % VOTES.length], onRefuse };
  }

  /** Ways from one split that meet again; conditions over the income of the person where they are not all taken. */
  split([split, meet]: [string, string], branches: readonly Draw[], from: Exit, choice?: number): Exit {
    const fork = this.step(split, from);
    const merge = this.id(meet);
    for (const [index, draw] of branches.entries()) {
      const condition = index === branches.length - 1 ? '-*->' : `-{person.income > ${(index + (choice ?? 0)) * 3}}->`;
      this.link(draw({ node: fork, arrow: choice === undefined ? '->' : condition }), merge);
    }
    return plainly(merge);
  }

  /** The desk at the end of the piece sends back or lets go on. */
  loop(draw: Draw, from: Exit): Exit {
    const head = this.step('x', from);
    const desk = this.id('again');
    this.link(draw(plainly(head)), desk);
    this.link({ node: desk, arrow: '-[refuse]->' }, head);
    return { node: desk, arrow: '-[agree]->' };
  }

  /** A form, the piece, one end. */
  whole(draw: Draw): this {
    this.link(plainly('start'), 'fill0');
    this.link(draw(plainly('fill0')), 'end');
    return this;
  }

  package(clocks: Scenario['clocks']): ScenarioPackage {
    const { blocks, nodes } = this;
    return flow(this.statements.join('; '), { blocks, nodes, scenario: { ...eventNames, ...(clocks ? { clocks } : {}) } });
  }
}

/** A promised limit from the form on, which corrections and consents stop. */
export const promised = (more: object = {}) => ({
  name: { 'zh-CN': '时限', en: 'Limit' },
  kind: 'promised' as const,
  days: 5,
  starts: 'fill0',
  suspendedBy: ['supplement' as const, 'consent' as const],
  ...more,
});
