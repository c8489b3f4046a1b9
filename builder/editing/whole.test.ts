import { describe, expect, it } from 'vitest';
import { createEditor } from './editor.ts';
import { samplePackage } from './testing/package.ts';

describe('the whole document put in place of the draft', () => {
  it('is one step, and undo gives back the very same document', () => {
    const document = samplePackage();
    const older = samplePackage();
    older.scenario.name = { 'zh-CN': '旧名' };
    delete older.scenario.nodes.n_police;
    for (const [id, edge] of Object.entries(older.scenario.edges))
      if (edge.from === 'n_police' || edge.to === 'n_police') delete older.scenario.edges[id];
    older.scenario.id = 'other';
    const editor = createEditor({ document });

    expect(editor.execute('document.replace', { document: older, why: 'restored', name: 'v1' })).toEqual({ done: true });

    const now = editor.state().document;
    expect(now).toEqual({ ...older, scenario: { ...older.scenario, id: 'sample' } });
    expect(editor.state().past).toHaveLength(1);
    expect(editor.state().past[0]!.label).toEqual({ key: 'editing.document.restored', name: 'v1' });
    editor.undo();
    expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(samplePackage()));
  });

  it('changes nothing when it is alike', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('document.replace', { document: samplePackage(), why: 'source' });

    expect(editor.state().past).toHaveLength(0);
  });
});
