import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 35 });
const afterRegistry = ['seal', 'customs', 'social', 'medical', 'fund'];

describe('the deregistration package', () => {
  it('starts the limit of every item when that item starts, never with the case', () => {
    const { clocks } = template().pkg.scenario;
    const started = template().runs.get('simple-all-done')!.state.clocks;

    for (const id of afterRegistry) {
      expect(clocks![`c_${id}`]!.starts, id).toBe(`n_${id}`);
      expect(started[`c_${id}`]!.startedAt, id).toBe(started.c_bank!.startedAt);
      expect(started[`c_${id}`]!.startedAt > started.c_registry!.startedAt, id).toBe(true);
    }
    expect(started.c_registry!.startedAt > started.c_tax!.startedAt).toBe(true);
    expect(Object.values(clocks!).map(({ starts }) => starts)).not.toContain('n_fill');
  });

  it('clears the tax before the register deletes, in every case that came so far', () => {
    for (const [id, { trace }] of template().runs) {
      const order = trace.map(({ node }) => node);
      if (!order.includes('n_registry')) continue;
      expect(order.indexOf('n_issue_tax'), id).toBeGreaterThan(-1);
      expect(order.indexOf('n_issue_tax'), id).toBeLessThan(order.indexOf('n_registry'));
      const rest = [...afterRegistry.map((item) => `n_${item}`), 'n_bank'];
      for (const node of rest) if (order.includes(node)) expect(order.indexOf(node), id).toBeGreaterThan(order.indexOf('n_issue_registry'));
    }
  });

  it('takes nothing back when the bank fails: no compensation, and the open matter has a task that can be seen', () => {
    const { nodes } = template().pkg.scenario;
    const events = Object.values(nodes).flatMap((node) =>
      'event' in node && node.event ? [typeof node.event === 'object' ? node.event.type : ''] : [],
    );
    const { state } = template().runs.get('bank-open-item-stays')!;

    expect(events).not.toContain('compensation');
    expect(Object.keys(state.issued)).toEqual(['o_tax', 'o_registry']);
    const open = Object.values(state.tasks).filter(({ status }) => status === 'open');
    expect(open.map(({ node }) => node)).toEqual(['n_bank_open']);
  });

  it('asks each of the eight kinds for papers of its own list', () => {
    const kinds = Object.keys(template().pkg.elements.kind!.codes!);
    const lists = kinds.map((kind) => template().runs.get(`kind-${kind}`)!.state.fields['papers.list']!.value);

    expect(kinds).toHaveLength(8);
    for (const list of lists) expect(list).toEqual(expect.arrayContaining(['licence']));
  });

  it('promises no more than the law allows, and names a public form for every field', () => {
    const { items, clocks } = template().pkg.scenario;
    for (const [id, item] of Object.entries(items)) {
      expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
      expect(clocks![id.replace('it_', 'c_')]!.days, id).toBe(item.promisedDays);
    }
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
  });
});
