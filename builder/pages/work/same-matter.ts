/** Machines move a case on as well (a certificate is issued, a notice goes out): its revision changes, what the desk decides on does not. */
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';

/** Nothing the officer weighs has changed: data, questions, choices and the state of the task are the same. */
export function sameMatter(before: TaskPage, after: TaskPage): boolean {
  const weighed = ({ status, canDecide, canSupplement, groups, form, decisions, defects, holder }: TaskPage) =>
    JSON.stringify({ status, canDecide, canSupplement, groups, form, decisions, defects, holder: holder?.name });
  return weighed(before) === weighed(after);
}

/** Sends once more under the new revision when the officer would see the very same page; any other refusal stands. */
export async function sendUnlessChanged<T>(
  task: TaskPage,
  look: () => Promise<TaskPage | undefined>,
  send: (rev: number) => Promise<T>,
): Promise<T> {
  try {
    return await send(task.rev);
  } catch (error) {
    if (problemOf(error).code !== 'task.stale') throw error;
    const now = await look();
    if (!now || !sameMatter(task, now)) throw error;
    return send(now.rev);
  }
}
