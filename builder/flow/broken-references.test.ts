import { describe, expect, it } from 'vitest';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { brokenBy } from './broken-references.ts';

describe('references an edit would break', () => {
  it('names the limit that begins at a step to be deleted, and the mended deletion lets it begin at the next one', () => {
    const document = samplePackage();

    expect(brokenBy(document, 'node.delete', { node: 'n_fill' }).map(({ path }) => path)).toContain('scenario/clocks/k_case/starts');

    const editor = createEditor({ document });
    editor.execute('node.delete', { node: 'n_fill', mend: true });
    expect(editor.state().document.scenario.clocks?.k_case?.starts).toBe('n_review');
    expect(brokenBy(document, 'node.delete', { node: 'n_fill', mend: true }).filter(({ path }) => path.includes('clocks'))).toEqual([]);
    editor.undo();
    expect(editor.state().document).toEqual(document);
  });

  it('takes away a condition that asks what the deleted step decided', () => {
    const document = samplePackage();
    document.scenario.edges.e10!.when = 'outcome.n_police = "agree"';

    const editor = createEditor({ document });
    editor.execute('node.delete', { node: 'n_police', mend: true });

    expect(editor.state().document.scenario.edges.e10!.when).toBeUndefined();
    expect(brokenBy(document, 'node.delete', { node: 'n_police' }).length).toBeGreaterThan(0);
  });

  it('finds nothing where nothing is named', () => {
    expect(brokenBy(samplePackage(), 'node.delete', { node: 'n_check' })).toEqual([]);
  });
});
