/** Values of changes in the words of people: names instead of ids. */
import type { ItemWords } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { words } from './parts.ts';

type Values = Partial<Record<keyof ItemWords, JsonValue | undefined>>;

/** Only values that fit one line; larger ones are shown by the sentence and by the picture. */
export function wordsOfValues(values: Values, packages: readonly ScenarioPackage[]): ItemWords {
  const found: ItemWords = {};
  for (const [side, value] of Object.entries(values) as [keyof ItemWords, JsonValue | undefined][]) {
    const said = value === undefined ? undefined : wordsOfValue(value, packages);
    if (said) found[side] = said;
  }
  return found;
}

export function wordsOfValue(value: JsonValue, packages: readonly ScenarioPackage[]): Text | undefined {
  if (typeof value === 'boolean') return value ? words('是', 'yes') : words('否', 'no');
  if (typeof value === 'number') return words(String(value), String(value));
  if (typeof value === 'string') return nameOf(value, packages) ?? words(value, value);
  if (value === null) return words('无', 'none');
  if (Array.isArray(value)) return listWords(value, packages);
  if (typeof value['zh-CN'] === 'string') return { ...words(value['zh-CN'], String(value.en ?? value['zh-CN'])) };
  for (const member of [value.name, value.title, value.label, value.note]) {
    if (member !== undefined && member !== null && typeof member === 'object' && !Array.isArray(member))
      return wordsOfValue(member, packages);
  }
  return undefined;
}

function listWords(values: JsonValue[], packages: readonly ScenarioPackage[]): Text | undefined {
  const said = values.map((value) => wordsOfValue(value, packages));
  if (said.length === 0) return words('无', 'none');
  if (said.some((one) => one === undefined)) return words(`${said.length} 项`, `${said.length} entries`);
  return words(said.map((one) => one!['zh-CN']).join('、'), said.map((one) => one!.en ?? one!['zh-CN']).join(', '));
}

/** Name of what an id stands for, newest package first. */
function nameOf(id: string, packages: readonly ScenarioPackage[]): Text | undefined {
  for (const { scenario, forms } of packages) {
    const maps = [
      scenario.departments,
      scenario.items,
      scenario.nodes,
      scenario.clocks,
      scenario.tables,
      scenario.roles,
      scenario.outcomes,
      forms,
    ];
    for (const map of maps as (Record<string, { name?: Text }> | undefined)[]) {
      const name = map && Object.hasOwn(map, id) ? map[id]?.name : undefined;
      if (name) return words(name['zh-CN'], name.en ?? name['zh-CN']);
    }
  }
  return undefined;
}
