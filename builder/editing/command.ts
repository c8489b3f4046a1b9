/** What a command is. Its `run` writes into a recording; do and undo follow from what was recorded. */

import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import type { Recording } from './recording.ts';

/** Words for history and undo buttons: a text key of `editing.*` and the name of the thing, for example 删除「公安受理」. */
export interface Label {
  key: string;
  name?: Text | string;
}

export interface CommandDefinition<A> {
  /** Makes the change. Throws `Refused` when it cannot be made. */
  run(recording: Recording, args: A): void;
  label(document: ScenarioPackage, args: A): Label;
}

/** The change cannot be made here; `reason` is a text key that says what to do instead. */
export class Refused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

export const command = <A>(definition: CommandDefinition<A>): CommandDefinition<A> => definition;
