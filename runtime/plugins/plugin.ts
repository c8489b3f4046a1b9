/** What a plugin is: a kind of field, or a kind of step, beside those of the product. Pure: the browser runs the same code. */
import type { Edge, Node, TaskNode, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';

/** Version of this interface; a plugin says which one it was written for. */
export const pluginFormat = 'lianban.plugin/1';

interface Plugin {
  format: typeof pluginFormat;
  /** In documents, for good: an id never changes what it means. A kind that does is another id (`plate2`). */
  id: string;
  name: Text;
  description: Text;
}

/** A value kept as one of ours, with a check of its own; its control is `control.tsx` in the same folder. */
export interface FieldPlugin extends Plugin {
  kind: 'field';
  /** How the value is kept, sent and compared. */
  base: 'string' | 'text';
  /** Passes the check: for hints and for cases nobody typed. */
  example: string;
  /** The normalised value, or what is wrong with it and what to do. Gets what passed the check of the base: never empty. */
  check(value: string): { ok: true; value: string } | { ok: false; words: Text };
}

export interface SettingSpec {
  type: 'integer' | 'boolean';
  name: Text;
  hint?: Text;
  /** Without one the setting may be left out. */
  default?: number | boolean;
  minimum?: number;
  maximum?: number;
}

export interface ExpandInput {
  id: string;
  node: TaskNode;
  /** With the defaults. */
  settings: Readonly<Record<string, JsonValue>>;
  /** Id of a step the kind brings itself. */
  part(name: string): string;
}
export interface Expansion {
  /** Steps of the language that take the place of the one step. The id of the step itself is among them: by it the case goes on. */
  nodes: Record<string, Node>;
  /** Between them. */
  edges: Record<string, Edge>;
  /** Where the paths that led to the step lead now. */
  entry: string;
  /** Outcomes of the steps it brings that end the step: they go where the same outcome of the step went. */
  leaves: readonly { from: string; on: string }[];
}

/** A step that is drawn as one, and stands for several of the language: a macro, so that the engine knows nothing of it. */
export interface NodePlugin extends Plugin {
  kind: 'node';
  /** As what it is drawn, filled in and read by others: same department, decisions and outcomes. */
  base: 'task';
  settings: Record<string, SettingSpec>;
  expand(input: ExpandInput): Expansion;
}

export type AnyPlugin = FieldPlugin | NodePlugin;

/** Types a plugin: `export default definePlugin({ kind: 'field', … })`. */
export const definePlugin = <P extends AnyPlugin>(plugin: P): P => plugin;
