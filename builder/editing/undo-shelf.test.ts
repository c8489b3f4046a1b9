import { describe, expect, it } from 'vitest';
import { canonicalHash } from '../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { asShared, createEditor, type Editor, type HistoryStep } from './editor.ts';
import { samplePackage } from './testing/package.ts';
import { createUndoShelf, type KeptHistory, type ShelfPage, type ShelfScope, type ShelfStorage } from './undo-shelf.ts';

/** What the browser keeps: copies, as they come out of a database. Counts the steps that were written. */
function createMemory() {
  const pages = new Map<string, { account: string; scenario: string; page: ShelfPage }>();
  const steps = new Map<string, HistoryStep>();
  const keyOf = ({ account, scenario, window }: ShelfScope) => `${account}/${scenario}/${window}`;
  const memory = {
    written: 0,
    steps,
    storage: {
      async load(scope) {
        const own = pages.get(keyOf(scope));
        const same = [...pages].filter(([, one]) => one.account === scope.account && one.scenario === scope.scenario);
        const [key, found] = own ? [keyOf(scope), own] : (same.sort(([, a], [, b]) => b.page.at - a.page.at)[0] ?? []);
        if (!key || !found) return undefined;
        const { page } = structuredClone(found);
        const wanted = [...page.past, ...page.future].flatMap((name): [string, HistoryStep][] => {
          const step = steps.get(`${key} ${name}`);
          return step ? [[name, structuredClone(step)]] : [];
        });
        return { page, steps: new Map(wanted), own: own !== undefined };
      },
      save(scope, { page, added, removed }) {
        const key = keyOf(scope);
        pages.set(key, { ...scope, page: structuredClone(page) });
        for (const [name, step] of added) steps.set(`${key} ${name}`, structuredClone(step));
        for (const name of removed) steps.delete(`${key} ${name}`);
        memory.written += added.length;
      },
    } satisfies ShelfStorage,
  };
  return memory;
}
const me = { account: 'a', scenario: '330424/sample', window: 'w1' };
const counter =
  (count = 0) =>
  () => {
    count += 1;
    return count;
  };
const tick = counter();
const shelfOf = (storage: ShelfStorage, scope = me, prefix = `p${tick()}`) =>
  createUndoShelf({ storage, scope, now: tick, prefix, patience: 50 });

const print = (pkg: ScenarioPackage) => canonicalHash(pkg);
const keep = (editor: Editor, shelf: ReturnType<typeof shelfOf>, known = true) => {
  const { past, future, document } = editor.state();
  shelf.write({ past, future, ...(known ? { print: print(document) } : {}) });
};
const reopened = (document: ScenarioPackage, kept: KeptHistory) => {
  const exact = kept.print === print(document);
  return createEditor({ document, history: exact ? kept : { past: kept.past.map(asShared), future: kept.future.map(asShared) } });
};
/** As the server gives it back: another object, with its keys in another order. */
const fromServer = (pkg: ScenarioPackage): ScenarioPackage => {
  const turned = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? structuredClone(value)
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .filter(([, one]) => one !== undefined)
            .map(([key, one]) => [key, turned(one)]),
        );
  return turned(pkg) as ScenarioPackage;
};
const rename = (editor: Editor, name: string) => editor.execute('node.rename', { node: 'n_review', name });
const nameOf = (editor: Editor) => editor.state().document.scenario.nodes.n_review?.name['zh-CN'];

describe('undo kept over a reload', () => {
  it('takes back 120 named steps of the last visit, to the very document they began with, and makes them again', async () => {
    const memory = createMemory();
    const before = createEditor({ document: samplePackage() });
    const shelf = shelfOf(memory.storage);
    for (let i = 0; i < 120; i += 1) {
      if (i % 3 === 0) rename(before, `第 ${i} 名`);
      else if (i % 3 === 1) before.execute('node.edit', { node: 'n_review', changes: { dueDays: i } });
      else before.execute('variable.edit', { id: 'allowance.amount', changes: { name: { 'zh-CN': `津贴 ${i}` } } });
      keep(before, shelf);
    }
    const end = before.state().document;

    const kept = (await shelfOf(memory.storage).read())!;
    const after = reopened(fromServer(end), kept);

    expect(after.state().past).toHaveLength(120);
    expect(after.state().past.at(-1)?.label).toEqual(before.state().past.at(-1)?.label);
    for (let i = 0; i < 120; i += 1) expect(after.undo()).toMatchObject({ label: expect.anything() });
    expect(print(after.state().document)).toBe(print(samplePackage()));
    for (let i = 0; i < 120; i += 1) after.redo();
    expect(print(after.state().document)).toBe(print(end));
  });

  it('writes each step once, and forgets those that can no longer be reached', () => {
    const memory = createMemory();
    const editor = createEditor({ document: samplePackage() });
    const shelf = shelfOf(memory.storage);
    for (const name of ['一', '二', '三']) {
      rename(editor, name);
      keep(editor, shelf, false);
      keep(editor, shelf);
    }
    expect(memory.written).toBe(3);

    editor.undo();
    editor.undo();
    rename(editor, '四');
    keep(editor, shelf);

    expect(memory.written).toBe(4);
    expect(memory.steps.size).toBe(2);
  });

  it('keeps what was undone: the next visit can redo it', async () => {
    const memory = createMemory();
    const editor = createEditor({ document: samplePackage() });
    const shelf = shelfOf(memory.storage);
    rename(editor, '一');
    rename(editor, '二');
    editor.undo();
    keep(editor, shelf);

    const after = reopened(fromServer(editor.state().document), (await shelfOf(memory.storage).read())!);
    after.redo();

    expect(nameOf(after)).toBe('二');
    expect(after.state().past).toHaveLength(2);
  });

  it('reaches only what is mine when a colleague saved meanwhile, and when the end of the last visit is not known', async () => {
    const memory = createMemory();
    const editor = createEditor({ document: samplePackage() });
    const shelf = shelfOf(memory.storage);
    editor.execute('node.edit', { node: 'n_review', changes: { dueDays: 9 } });
    keep(editor, shelf);
    const theirs = createEditor({ document: fromServer(editor.state().document) });
    rename(theirs, '卫健复核');

    const after = reopened(theirs.state().document, (await shelfOf(memory.storage).read())!);
    after.undo();

    expect(nameOf(after)).toBe('卫健复核');
    expect(after.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 3 });

    keep(editor, shelf, false);
    const unknown = reopened(fromServer(editor.state().document), (await shelfOf(memory.storage).read())!);
    unknown.undo();
    expect(unknown.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 3 });
  });

  it('is another one for another person, another scenario, and another window that is open', async () => {
    const memory = createMemory();
    const editor = createEditor({ document: samplePackage() });
    rename(editor, '一');
    keep(editor, shelfOf(memory.storage));

    expect(await shelfOf(memory.storage, { ...me, account: 'b' }).read()).toBeUndefined();
    expect(await shelfOf(memory.storage, { ...me, scenario: '330424/other' }).read()).toBeUndefined();

    // A new window goes on from the last one, and writes under its own name.
    const second = shelfOf(memory.storage, { ...me, window: 'w2' });
    const kept = (await second.read())!;
    expect(kept.past).toHaveLength(1);
    const other = reopened(fromServer(editor.state().document), kept);
    rename(other, '二');
    keep(other, second);
    expect((await shelfOf(memory.storage).read())!.past).toHaveLength(1);
    expect((await shelfOf(memory.storage, { ...me, window: 'w2' }).read())!.past).toHaveLength(2);
  });

  it('begins anew behind a step that is missing, and when the browser keeps nothing or does not answer', async () => {
    const memory = createMemory();
    const editor = createEditor({ document: samplePackage() });
    const shelf = shelfOf(memory.storage);
    for (const name of ['一', '二', '三']) rename(editor, name);
    keep(editor, shelf);
    const [, second] = memory.steps.keys();
    memory.steps.delete(second!);

    expect((await shelfOf(memory.storage).read())!.past).toHaveLength(1);
    const broken: ShelfStorage = { load: () => Promise.reject(new Error('no room')), save: () => {} };
    expect(await shelfOf(broken).read()).toBeUndefined();
    const silent: ShelfStorage = { load: () => new Promise(() => {}), save: () => {} };
    expect(await shelfOf(silent).read()).toBeUndefined();
  });
});
