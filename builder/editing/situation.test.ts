import { describe, expect, it } from 'vitest';
import { samplePackage } from '../../runtime/compile/testing/sample.ts';
import { createEditor } from './editor.ts';

describe('the form asked first', () => {
  it('is chosen, taken away, and both can be undone', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('situation.choose', { form: 'f_card' });
    expect(editor.state().document.scenario.situation).toEqual({ form: 'f_card' });
    editor.execute('situation.choose', { form: undefined });
    expect(editor.state().document.scenario.situation).toBeUndefined();
    editor.undo();
    expect(editor.state().document.scenario.situation).toEqual({ form: 'f_card' });
    editor.undo();
    expect(editor.state().document.scenario.situation).toBeUndefined();
  });
});
