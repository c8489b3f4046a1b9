import { describe, expect, it } from 'vitest';
import { readTaskDraft } from './task-draft.ts';

const storage = (text: string | null) => ({ getItem: () => text });

describe('readTaskDraft', () => {
  it('gives back what was written, with the id it would have been sent under', () => {
    expect(readTaskDraft(storage('{"opinion":"同意","outputs":{"certificate.number":"A1"},"commandId":"c1"}'), 't')).toEqual({
      opinion: '同意',
      outputs: { 'certificate.number': 'A1' },
      defects: [],
      commandId: 'c1',
    });
  });
  it('begins empty when there is nothing or only rubbish', () => {
    expect(readTaskDraft(storage(null), 't')).toMatchObject({ opinion: '', outputs: {} });
    expect(readTaskDraft(storage('{broken'), 't')).toMatchObject({ opinion: '', outputs: {} });
  });
});
