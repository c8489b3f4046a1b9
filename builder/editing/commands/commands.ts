/** Every command by its id. Ids are dotted: what, then what happens to it. */
import type { CommandDefinition } from '../command.ts';
import { branchCommands } from './branches.ts';
import { caseCommands } from './cases.ts';
import { dataCommands } from './data.ts';
import { entryCommands } from './entries.ts';
import { formCommands } from './forms.ts';
import { laneCommands } from './lanes.ts';
import { nodeCommands } from './nodes.ts';
import { pasteCommands } from './paste.ts';
import { ruleCommands } from './rules.ts';
import { situationCommands } from './situation.ts';
import { subjectCommands } from './subjects.ts';
import { valueCommands } from './values.ts';
import { wholeCommands } from './whole.ts';

export const commands = {
  ...nodeCommands,
  ...branchCommands,
  ...laneCommands,
  ...pasteCommands,
  ...formCommands,
  ...ruleCommands,
  ...entryCommands,
  ...dataCommands,
  ...caseCommands,
  ...situationCommands,
  ...valueCommands,
  ...subjectCommands,
  ...wholeCommands,
};

export type CommandId = keyof typeof commands;
export type CommandArgs<K extends CommandId> = (typeof commands)[K] extends CommandDefinition<infer A> ? A : never;
