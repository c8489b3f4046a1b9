import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { createAutosave, type SaveAnswer } from './autosave.ts';
import { createJournal } from './journal.ts';
import { samplePackage } from './testing/package.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function memory() {
  const map = new Map<string, string>();
  return {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  };
}
const named = (name: string): ScenarioPackage => {
  const pkg = samplePackage();
  return { ...pkg, scenario: { ...pkg.scenario, name: { 'zh-CN': name } } };
};
function setUp(answers: SaveAnswer[]) {
  const calls: { rev: number; name: string }[] = [];
  const journal = createJournal(memory(), 'sample');
  const autosave = createAutosave({
    rev: 1,
    document: samplePackage(),
    journal,
    save: async (rev, document) => {
      calls.push({ rev, name: document.scenario.name['zh-CN'] });
      return answers.shift() ?? { kind: 'saved', rev: rev + 1, savedAt: '2026-11-22T06:03:00.000Z' };
    },
  });
  return { calls, journal, autosave };
}

describe('autosave', () => {
  it('saves one time, within two seconds after the last of several changes', async () => {
    const { calls, autosave } = setUp([]);

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(500);
    autosave.changed(named('二'));
    await vi.advanceTimersByTimeAsync(1900);

    expect(calls).toEqual([{ rev: 1, name: '二' }]);
    expect(autosave.state()).toEqual({ kind: 'saved', at: '2026-11-22T06:03:00.000Z' });
    expect(autosave.rev()).toBe(2);
  });

  it('keeps unsaved work in the journal and clears it once the server has it', async () => {
    const { journal, autosave } = setUp([]);

    autosave.changed(named('一'));
    expect(journal.read()).toMatchObject({ rev: 1, document: { scenario: { name: { 'zh-CN': '一' } } } });
    await vi.advanceTimersByTimeAsync(2000);

    expect(journal.read()).toBeUndefined();
  });

  it('says offline and tries again by itself', async () => {
    const { calls, autosave } = setUp([{ kind: 'offline' }]);

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(1300);
    expect(autosave.state()).toEqual({ kind: 'offline' });
    await vi.advanceTimersByTimeAsync(5000);

    expect(calls).toHaveLength(2);
    expect(autosave.state().kind).toBe('saved');
  });

  it('says what is not allowed, with the reasons, and sends the next change instead of the same again', async () => {
    const { calls, autosave } = setUp([{ kind: 'refused', reasons: ['模板锁定了这里'] }]);

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(autosave.state()).toEqual({ kind: 'refused', reasons: ['模板锁定了这里'] });
    expect(calls).toHaveLength(1);
    autosave.changed(named('二'));
    await vi.advanceTimersByTimeAsync(2000);

    expect(calls.map(({ name }) => name)).toEqual(['一', '二']);
    expect(autosave.state().kind).toBe('saved');
  });

  it('is saved again when what was refused is taken back', async () => {
    const { calls, journal, autosave } = setUp([
      { kind: 'saved', rev: 2, savedAt: '' },
      { kind: 'refused', reasons: [] },
    ]);
    const kept = named('一');
    autosave.changed(kept);
    await vi.advanceTimersByTimeAsync(2000);
    autosave.changed(named('二'));
    await vi.advanceTimersByTimeAsync(2000);

    autosave.changed(kept);

    expect(autosave.state()).toEqual({ kind: 'saved' });
    expect(journal.read()).toBeUndefined();
    expect(calls).toHaveLength(2);
  });

  it('never overwrites a newer draft: it stops until somebody decides', async () => {
    const { calls, autosave } = setUp([{ kind: 'stale', editedBy: '李四' }]);

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(1300);
    autosave.changed(named('二'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    expect(autosave.state()).toEqual({ kind: 'stale', editedBy: '李四' });

    autosave.rebase(7, named('二'), true);
    await vi.advanceTimersByTimeAsync(10);
    expect(calls[1]).toEqual({ rev: 7, name: '二' });
  });

  it('saves again what was changed while a save was on its way', async () => {
    const { calls, autosave } = setUp([]);
    autosave.changed(named('一'));

    const flushed = autosave.flush();
    autosave.changed(named('二'));
    await flushed;
    await vi.advanceTimersByTimeAsync(2000);

    expect(calls.map((call) => call.name)).toEqual(['一', '二']);
    expect(autosave.state().kind).toBe('saved');
  });

  it('is clean when nothing was changed, and when an undo leads back to what is saved', async () => {
    const document = samplePackage();
    const calls: number[] = [];
    const journal = createJournal(memory(), 'sample');
    const autosave = createAutosave({
      rev: 1,
      document,
      journal,
      save: async (rev) => {
        calls.push(rev);
        return { kind: 'saved', rev, savedAt: '' };
      },
    });

    autosave.changed(named('一'));
    autosave.changed(document);
    await vi.advanceTimersByTimeAsync(5000);

    expect(calls).toEqual([]);
    expect(journal.read()).toBeUndefined();
  });

  it('takes its own save for its own when only the answer was lost, and goes on from there', async () => {
    const calls: { rev: number; name: string }[] = [];
    const answers: SaveAnswer[] = [{ kind: 'offline' }, { kind: 'stale', editedBy: '我' }];
    const autosave = createAutosave({
      rev: 1,
      document: samplePackage(),
      journal: createJournal(memory(), 'sample'),
      save: async (rev, document) => {
        calls.push({ rev, name: document.scenario.name['zh-CN'] });
        return answers.shift() ?? { kind: 'saved', rev: rev + 1, savedAt: '2026-11-22T06:03:00.000Z' };
      },
      latest: async () => ({ rev: 2, document: named('一') }),
      same: (a, b) => a.scenario.name['zh-CN'] === b.scenario.name['zh-CN'],
    });

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(1300);
    autosave.changed(named('二'));
    await vi.advanceTimersByTimeAsync(10_000);

    expect(calls).toEqual([
      { rev: 1, name: '一' },
      { rev: 1, name: '二' },
      { rev: 2, name: '二' },
    ]);
    expect(autosave.state().kind).toBe('saved');
  });

  it('is stale for good reason when the newer draft is none of what was sent', async () => {
    const autosave = createAutosave({
      rev: 1,
      document: samplePackage(),
      journal: createJournal(memory(), 'sample'),
      save: async () => ({ kind: 'stale', editedBy: '李四' }),
      latest: async () => ({ rev: 2, document: named('别人的') }),
      same: (a, b) => a.scenario.name['zh-CN'] === b.scenario.name['zh-CN'],
    });

    autosave.changed(named('一'));
    await vi.advanceTimersByTimeAsync(1300);

    expect(autosave.state()).toEqual({ kind: 'stale', editedBy: '李四' });
  });

  it('begins with the comparison when work was left behind on an older revision', async () => {
    const calls: number[] = [];
    const journal = createJournal(memory(), 'sample');
    journal.write({ rev: 1, document: named('上次没存上的') });
    const autosave = createAutosave({
      rev: 4,
      document: samplePackage(),
      journal,
      save: async (rev) => {
        calls.push(rev);
        return { kind: 'saved', rev: rev + 1, savedAt: '' };
      },
      left: { document: named('上次没存上的'), editedBy: '李四' },
    });

    await vi.advanceTimersByTimeAsync(10_000);
    expect(autosave.state()).toEqual({ kind: 'stale', editedBy: '李四' });
    expect(calls).toEqual([]);
    expect(journal.read()?.rev).toBe(1);

    autosave.rebase(4, named('上次没存上的'), true);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([4]);
    expect(journal.read()).toBeUndefined();
  });
});
