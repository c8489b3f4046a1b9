import { describe, expect, it, vi } from 'vitest';
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { RequestError } from '../../api/client.ts';
import { sendUnlessChanged } from './same-matter.ts';

const page = (more: Partial<TaskPage> = {}) =>
  ({
    rev: 4,
    status: 'open',
    groups: [],
    decisions: [],
    canDecide: true,
    canSupplement: true,
    timeline: [],
    ...more,
  }) as unknown as TaskPage;
const refused = (code: string) => new RequestError({ status: 409, code });

describe('sendUnlessChanged', () => {
  it('sends again under the new revision when only machines moved the case on', async () => {
    const send = vi.fn(async (rev: number) => (rev === 5 ? 'done' : Promise.reject(refused('task.stale'))));
    const timeline = [{ at: '2026-11-23T00:00:00Z', text: { 'zh-CN': '已签发' } }];

    await expect(sendUnlessChanged(page(), async () => page({ rev: 5, timeline }), send)).resolves.toBe('done');
    expect(send.mock.calls).toEqual([[4], [5]]);
  });
  it('leaves the decision to the officer when the data is another', async () => {
    const send = vi.fn(async () => Promise.reject(refused('task.stale')));
    const groups = [{ title: { 'zh-CN': '孩子' }, fields: [] }];

    await expect(sendUnlessChanged(page(), async () => page({ rev: 5, groups }), send)).rejects.toMatchObject({
      problem: { code: 'task.stale' },
    });
    expect(send).toHaveBeenCalledTimes(1);
  });
  it('never repeats what somebody else has decided already', async () => {
    const look = vi.fn(async () => page());

    await expect(sendUnlessChanged(page(), look, async () => Promise.reject(refused('task.already_completed')))).rejects.toMatchObject({
      problem: { code: 'task.already_completed' },
    });
    expect(look).not.toHaveBeenCalled();
  });
});
