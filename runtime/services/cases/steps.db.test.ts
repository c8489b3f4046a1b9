/** Steps that people start and more of a step, through the services on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { Bench } from '../patterns/bench.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { createWorld, type World } from '../testing/world.ts';

let database: TestDatabase;
let outside: TestOutside;
let store: Store;
const worlds: World[] = [];
let turn = 0;

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  store = createStore({ url: database.url, applicationName: 'steps' });
  for (let index = 0; index < 2; index += 1)
    worlds.push(await createWorld({ url: database.url, connectors: outside.connectors, clock: () => '2026-03-02T02:00:00.000Z' }));
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

/** Two processes take turns, so that every wait is saved and loaded. */
const bench = (region: string) => new Bench({ store, region, next: () => worlds[turn++ % 2]!.services });

describe('steps people start', () => {
  it('are listed and begun by the department that does them, one at a time; others are refused', async () => {
    const site = bench('330481');
    const wang = await site.person('Wang', 'd1');
    const zhao = await site.person('Zhao', 'd2');
    const stranger = await site.person('Qian', 'd3');
    await site.start('block -> end', {
      nodes: { block: { adHoc: { order: 'sequential' } }, b: { department: 'd2' } },
      blocks: { block: 'a; b' },
    });
    const { caseNo } = site;
    const steps = async () => (await site.services.cases.caseSteps({ actor: wang, caseNo })).start.map((step) => step.node);
    const begin = (actor: typeof wang, node: string) =>
      site.services.cases.beginStep({ actor, caseNo, do: 'start', node, commandId: site.commandId() });

    expect(await steps()).toEqual(['a', 'b']);
    await expect(site.services.cases.caseSteps({ actor: stranger, caseNo })).rejects.toMatchObject({ code: 'case.unknown' });
    await expect(begin(wang, 'b')).rejects.toMatchObject({ code: 'access.department' });
    expect((await begin(zhao, 'b')).done).toEqual({ 'zh-CN': '「b」已开始', en: '“b” has begun' });
    expect(await steps()).toEqual([]);
    await expect(begin(wang, 'a')).rejects.toMatchObject({ code: 'step.another_running' });
    await site.decide(zhao, await site.task('b'));
    expect(await steps()).toEqual(['a']);
    await begin(wang, 'a');
    await site.decide(wang, await site.task('a'));

    expect((await site.state()).status).toBe('completed');
  });

  it('can be done once more where the drawing allows it, for another department', async () => {
    const site = bench('330482');
    const wang = await site.person('Wang', 'd1');
    const zhao = await site.person('Zhao', 'd2');
    await site.start('a -> end', { nodes: { a: { each: { departments: ['d1'], order: 'parallel', addable: true } } } });
    const { caseNo } = site;
    const add = (item: string) =>
      site.services.cases.beginStep({ actor: wang, caseNo, do: 'add', node: 'a', item, commandId: site.commandId() });

    expect((await site.services.cases.caseSteps({ actor: wang, caseNo })).add).toMatchObject([
      { node: 'a', done: 0, count: 1, needs: 'department' },
    ]);
    await expect(add('nowhere')).rejects.toMatchObject({ code: 'each.item_invalid' });
    await add('d2');
    expect(await site.steps(zhao)).toEqual(['a']);
    await site.decide(zhao, (await site.list(zhao))[0]!.id);
    await site.decide(wang, (await site.list(wang))[0]!.id);

    expect((await site.state()).status).toBe('completed');
    await expect(add('d2')).rejects.toMatchObject({ code: 'case.ended' });
  });
});
