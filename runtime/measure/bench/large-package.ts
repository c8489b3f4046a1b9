/** What B4 and B9 measure: long chains of scripts and of desks, and a scenario of 200 nodes with 300 fields. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { desksPackage } from './package.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
const rank = (index: number) => `a${String(index).padStart(4, '0')}`;
type Nodes = Scenario['nodes'];

/** Steps of B4. */
export const chainSteps = 40;
export const scriptChainId = 'bench-chain';
export const deskChainId = 'bench-desk-chain';

function withChain(id: string, nodes: [id: string, node: Nodes[string]][]): ScenarioPackage {
  const base = desksPackage();
  const { n_start, n_fill, n_end } = base.scenario.nodes as Record<'n_start' | 'n_fill' | 'n_end', Nodes[string]>;
  const all: [string, Nodes[string]][] = [['n_start', n_start], ['n_fill', n_fill], ...nodes, ['n_end', n_end]];
  const edges = all.slice(1).map(([to], index) => [`e_${index}`, { from: all[index]![0], to, rank: rank(index) }]);
  return { ...base, scenario: { ...base.scenario, id, nodes: Object.fromEntries(all), edges: Object.fromEntries(edges) } };
}

/** B4: 40 script steps one after the other, all in the burst of the submission. */
export function scriptChainPackage(): ScenarioPackage {
  return withChain(
    scriptChainId,
    Array.from({ length: chainSteps }, (_, index) => [
      `n_s${index}`,
      { kind: 'script', name: text(`计算 ${index}`), script: `s_${index % 3}` },
    ]),
  );
}

/** B4, each step in a commit of its own: 40 desks one after the other, a script behind each. */
export function deskChainPackage(): ScenarioPackage {
  return withChain(
    deskChainId,
    Array.from({ length: chainSteps }, (_, index): [string, Nodes[string]][] => [
      [
        `n_d${index}`,
        {
          kind: 'task',
          name: text(`审查 ${index}`),
          department: 'one',
          decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } },
        },
      ],
      [`n_s${index}`, { kind: 'script', name: text(`计算 ${index}`), script: `s_${index % 3}` }],
    ]).flat(),
  );
}

/**
 * B9: 200 nodes, 300 fields. Forty rounds of a gateway with a condition over the form, a desk on either side, a merge and a
 * script; every tenth field is shown by a condition, every twentieth computed.
 */
export function largePackage(): ScenarioPackage {
  const base = desksPackage();
  const nodes: Nodes = { n_start: base.scenario.nodes.n_start!, n_fill: base.scenario.nodes.n_fill! };
  const edges: Scenario['edges'] = { e_start: { from: 'n_start', to: 'n_fill', rank: 'a0' } };
  let last = 'n_fill';
  const desk = (department: string): Nodes[string] => ({
    kind: 'task',
    name: text(`${department} 审查`),
    department,
    item: `it_${department}`,
    decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } },
  });
  for (let round = 0; round < 39; round += 1) {
    const id = (kind: string) => `${kind}_${round}`;
    nodes[id('g')] = { kind: 'exclusive', name: text('情形') };
    nodes[id('a')] = desk('one');
    nodes[id('b')] = desk('two');
    nodes[id('m')] = { kind: 'exclusive', name: text('汇合') };
    nodes[id('s')] = { kind: 'script', name: text('计算'), script: `s_${round % 3}` };
    const pairs: [string, string][] = [
      [last, id('g')],
      [id('g'), id('a')],
      [id('g'), id('b')],
      [id('a'), id('m')],
      [id('b'), id('m')],
      [id('m'), id('s')],
    ];
    for (const [index, [from, to]] of pairs.entries()) edges[`e_${round}_${index}`] = { from, to, rank: rank(index) };
    edges[`e_${round}_1`]!.when = `shop.number${round} > ${round}`;
    edges[`e_${round}_2`]!.default = true;
    last = id('s');
  }
  nodes.n_end = base.scenario.nodes.n_end!;
  edges.e_end = { from: last, to: 'n_end', rank: 'a0' };
  return { ...base, forms: { 'bench-form': largeForm(base) }, scenario: { ...base.scenario, id: 'bench-large', nodes, edges } };
}

function largeForm(base: ScenarioPackage): ScenarioPackage['forms'][string] {
  const form = base.forms['bench-form']!;
  const fields = { ...form.fields };
  for (let index = Object.keys(fields).length; index < 300; index += 1) {
    const number = index - 20;
    fields[`number${number}`] = {
      section: 'shop',
      rank: rank(index),
      subject: 'shop',
      key: `number${number}`,
      type: 'integer',
      label: text(`数 ${number}`),
      required: false,
      ...(number > 0 && number % 10 === 0 ? { visible: `shop.number${number - 1} > 1` } : {}),
      ...(number > 0 && number % 20 === 5 ? { computed: `shop.number${number - 1} + 1` } : {}),
    };
  }
  return { ...form, fields };
}
