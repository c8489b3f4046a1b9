/** What becomes of a call whose child died before it was answered: guilty, perhaps guilty, or only near. */
import type { Outcome } from '../engine/types.ts';
import { failure, words } from './outcomes.ts';
import type { Group, WaitingCall } from './queue.ts';
import type { Departure } from './script-child.ts';

/** A call near a death is run again this often before it counts as down: it never was the one that ran. */
const MOST_DEATHS = 4;

/** The call's outcome, or undefined when it is to run again; marks it to run alone when it may be the culprit. */
export function verdictOn(call: WaitingCall, group: Group, how: Departure): Outcome | undefined {
  const { running } = how;
  const isScriptsDoing = how.reason === 'hung' || how.reason === 'crashed';
  const inGroup = running?.group === group;
  const isAlone = group.calls.length === 1 || running?.index !== undefined;
  const ran = inGroup && (running.index === undefined || group.calls[running.index] === call);
  if (isScriptsDoing && ran && isAlone)
    return how.memory ? failure('memory', words.memory(call.heapMb)) : failure('timeout', words.timeout(call.cpuMs));
  if (isScriptsDoing && inGroup) call.alone = true;
  call.deaths += 1;
  if (call.deaths < MOST_DEATHS) return undefined;
  // Killed from outside again and again while it ran: most likely by the host, for the memory it took.
  return ran ? failure('memory', words.memory(call.heapMb)) : failure('down', words.busy);
}
