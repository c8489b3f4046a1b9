/** What an edit would leave pointing nowhere: tried on a copy, and compared with what was wrong before. */
import calendar from '../../runtime/calendar/cn-workday.json' with { type: 'json' };
import { compile } from '../../runtime/compile/index.ts';
import type { Finding, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Calendar } from '../../schemas/generated/documents.ts';
import type { CommandArgs, CommandId } from '../editing/commands/commands.ts';
import { createEditor } from '../editing/editor.ts';

const codes = new Set(['dangling-reference', 'field-read-before-collected', 'expression-error']);

/** Findings about references that the edit brings; none when it would be refused anyway. */
export function brokenBy<K extends CommandId>(document: ScenarioPackage, id: K, args: CommandArgs<K>): Finding[] {
  const trial = createEditor({ document });
  if (!trial.execute(id, args).done) return [];
  const known = new Set(references(document).map(keyOf));
  return references(trial.state().document).filter((finding) => !known.has(keyOf(finding)));
}

const references = (document: ScenarioPackage): Finding[] =>
  compile(document, { calendar: calendar as unknown as Calendar }).findings.filter(({ code }) => codes.has(code));
const keyOf = ({ code, path }: Finding) => `${code} ${path}`;
