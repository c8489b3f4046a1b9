/** Two people in one draft on one server: nothing is lost, nobody's undo reaches the other, the same field is asked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHash } from '../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { type Autosave, createAutosave, type SaveAnswer } from './autosave.ts';
import { together } from './colleagues.ts';
import { createEditor, type Editor } from './editor.ts';
import { createJournal } from './journal.ts';
import { type Move, randomParts, stepEdit } from './testing/edits.ts';
import { samplePackage } from './testing/package.ts';
import { schemaProblems } from './testing/schema.ts';

function createServer(document: ScenarioPackage) {
  let kept = { rev: 1, document };
  return {
    latest: async () => kept,
    save: async (rev: number, next: ScenarioPackage): Promise<SaveAnswer> => {
      if (rev !== kept.rev) return { kind: 'stale', editedBy: '同事' };
      kept = { rev: rev + 1, document: structuredClone(next) };
      return { kind: 'saved', rev: kept.rev, savedAt: '2026-11-23T02:00:00.000Z' };
    },
  };
}
type Server = ReturnType<typeof createServer>;

interface Person {
  editor: Editor;
  autosave: Autosave;
  asked: number;
}

/** A page of one person. Nothing is saved by itself: the test says when. */
function open(server: Server, ids: string, decide: 'ours' | 'theirs' = 'ours'): Person {
  const document = samplePackage();
  const editor = createEditor({ document, random: randomParts(ids) });
  const person: Person = { editor, autosave: undefined as unknown as Autosave, asked: 0 };
  let last = document;
  person.autosave = createAutosave({
    rev: 1,
    document,
    journal: createJournal(undefined, ids),
    ...server,
    same: (a, b) => canonicalHash(a) === canonicalHash(b),
    merge: (drafts) => {
      const first = together(drafts);
      if (first.open.length === 0) return first.result;
      person.asked += 1;
      // What the dialog does with the person's answers.
      const decisions = Object.fromEntries(
        first.open.map(({ key, choices }) => [key, { take: choices.includes(decide) ? decide : 'theirs' } as const]),
      );
      return together(drafts, decisions).result;
    },
    onMerged: (merged) => {
      last = merged;
      editor.merge(merged);
    },
    delay: 1e9,
    retry: 1e9,
  });
  editor.subscribe(() => {
    const now = editor.state().document;
    if (now === last) return;
    last = now;
    person.autosave.changed(now);
  });
  return person;
}

/** Saves until both have the same draft. */
async function settle(...people: Person[]): Promise<void> {
  for (let round = 0; round < 3; round++)
    for (const { autosave } of people) {
      await autosave.flush();
      await autosave.flush();
      await autosave.refresh();
      await autosave.flush();
    }
  for (const { autosave } of people) autosave.stop();
}
const nameOf = ({ editor }: Person, node: string) => editor.state().document.scenario.nodes[node]?.name['zh-CN'];

describe('two people in one scenario', () => {
  it('both keep what they did to different steps, and undo reaches only what is mine', async () => {
    const server = createServer(samplePackage());
    const [a, b] = [open(server, 'a'), open(server, 'b')];

    a.editor.execute('node.edit', { node: 'n_review', changes: { dueDays: 9 } });
    b.editor.execute('node.rename', { node: 'n_police', name: '公安核验' });
    await settle(a, b);
    expect(nameOf(a, 'n_police')).toBe('公安核验');
    expect(b.editor.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 9 });

    a.editor.undo();
    await settle(a, b);
    for (const one of [a, b]) {
      expect(one.editor.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 3 });
      expect(nameOf(one, 'n_police')).toBe('公安核验');
    }
    a.editor.redo();
    await settle(a, b);
    expect(b.editor.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 9 });
    expect(a.asked + b.asked).toBe(0);
  });

  it('two fields of one step are merged, the same field is asked', async () => {
    const server = createServer(samplePackage());
    const [a, b] = [open(server, 'a'), open(server, 'b', 'theirs')];

    a.editor.execute('node.edit', { node: 'n_review', changes: { dueDays: 5 } });
    b.editor.execute('node.rename', { node: 'n_review', name: '卫健复核' });
    await settle(a, b);
    expect(a.editor.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 5, name: { 'zh-CN': '卫健复核' } });

    a.editor.execute('node.edit', { node: 'n_review', changes: { dueDays: 6 } });
    b.editor.execute('node.edit', { node: 'n_review', changes: { dueDays: 7 } });
    await settle(a, b);
    expect(b.asked).toBe(1);
    for (const one of [a, b]) expect(one.editor.state().document.scenario.nodes.n_review).toMatchObject({ dueDays: 6 });
  });

  it('an undo that would take away what a colleague built on says so and changes nothing', async () => {
    const server = createServer(samplePackage());
    const [a, b] = [open(server, 'a'), open(server, 'b')];
    const words = { 'zh-CN': '新步骤' };
    const all = { done: words, join: words, branch: words, otherwise: words, start: words, end: words, statement: words, message: words };

    a.editor.execute('node.add', { edges: ['e14'], step: { kind: 'archive', name: words, words: all } });
    await settle(a, b);
    const added = Object.keys(b.editor.state().document.scenario.nodes).find((id) => id.startsWith('n_a0'))!;
    b.editor.execute('node.rename', { node: added, name: '归档入库' });
    await settle(a, b);
    const before = a.editor.state().document;

    expect(a.editor.undo()).toMatchObject({ left: true });
    expect(canonicalHash(a.editor.state().document)).toBe(canonicalHash(before));
  });

  it('random edits on both sides end in one valid draft on both', { timeout: 120_000 }, async () => {
    const move = fc.tuple(fc.nat(99), fc.nat(9999), fc.nat(9999));
    const turns = fc.array(fc.tuple(fc.boolean(), move, fc.nat(3)), { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(turns, async (list) => {
        const server = createServer(samplePackage());
        const [a, b] = [open(server, 'a'), open(server, 'b')];
        for (const [first, one, save] of list) {
          const person = first ? a : b;
          stepEdit(person.editor, one as Move);
          if (save === 0) await person.autosave.flush();
        }
        await settle(a, b);

        const [mine, theirs] = [a.editor.state().document, b.editor.state().document];
        expect(schemaProblems(mine)).toEqual([]);
        expect(canonicalHash(mine)).toBe(canonicalHash(theirs));
        expect(canonicalHash((await server.latest()).document)).toBe(canonicalHash(mine));
      }),
      { numRuns: Number(process.env.LIANBAN_EDIT_SEQUENCES ?? 12) },
    );
  });
});
