import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalHash } from '../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { createAutosave } from './autosave.ts';
import { createEditor } from './editor.ts';
import { createJournal } from './journal.ts';
import { randomParts, stepEdit } from './testing/edits.ts';
import { samplePackage } from './testing/package.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An editor whose changes are saved as those of a page are; `server` is what was saved last. */
function edited() {
  const start = samplePackage();
  let server: ScenarioPackage = start;
  const journal = createJournal({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined }, 'sample');
  const autosave = createAutosave({
    rev: 1,
    document: start,
    journal,
    save: async (rev, document) => {
      server = document;
      return { kind: 'saved', rev: rev + 1, savedAt: '2026-11-23T06:03:00.000Z' };
    },
  });
  const editor = createEditor({ document: start, random: randomParts() });
  editor.subscribe(() => autosave.changed(editor.state().document));
  return { editor, autosave, server: () => server };
}

describe('undo', () => {
  it('[28] restores a variable that was edited and saved meanwhile, and that is saved too', async () => {
    const { editor, autosave, server } = edited();
    editor.execute('variable.edit', { id: 'allowance.amount', changes: { name: { 'zh-CN': '生育津贴金额' } } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(autosave.state().kind).toBe('saved');
    expect(server().scenario.variables!['allowance.amount']!.name['zh-CN']).toBe('生育津贴金额');

    editor.undo();
    await vi.advanceTimersByTimeAsync(2000);

    expect(editor.state().document.scenario.variables!['allowance.amount']!.name['zh-CN']).toBe('津贴');
    expect(JSON.stringify(server())).toBe(JSON.stringify(samplePackage()));
    autosave.stop();
  });

  it('[26] takes back thirty edits and makes them again, whatever was saved in between', async () => {
    const { editor, autosave, server } = edited();
    // Numbers of a fixed sequence (a linear congruence), so that every run makes the same thirty edits.
    let seed = 20_261_123;
    const number = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed;
    };
    while (editor.state().past.length < 30) {
      stepEdit(editor, [number() % 91, number() % 9999, number() % 9999]);
      if (editor.state().past.length % 7 === 0) await vi.advanceTimersByTimeAsync(2000);
    }
    const end = canonicalHash(editor.state().document);

    for (let i = 0; i < 30; i += 1) expect(editor.undo()).toBeDefined();
    expect(canonicalHash(editor.state().document)).toBe(canonicalHash(samplePackage()));
    await vi.advanceTimersByTimeAsync(2000);
    expect(canonicalHash(server())).toBe(canonicalHash(samplePackage()));

    for (let i = 0; i < 30; i += 1) expect(editor.redo()).toBeDefined();
    expect(canonicalHash(editor.state().document)).toBe(end);
    autosave.stop();
  });
});
