/** A result that fits the schemas, whatever was decided (MG16). */
import { documentKind, validateDocument } from '../../schemas/validate.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { isObject, type Path, pathOfKey, valueAt } from './tree.ts';
import { type Drawn, setResult, type Walked } from './walk.ts';

/** Takes back what makes a document of the result not fit its schema while ours fits; true when something was taken back. */
export function takeBackUnfit(ours: ScenarioPackage, result: ScenarioPackage, walked: Walked): boolean {
  let hasChanged = false;
  for (const path of documentsOf(result)) {
    const changed = [...walked.items.values()].filter((drawn) => touches(path, drawn.path));
    if (changed.length === 0) continue;
    const problems = problemsAt(result, path);
    if (problems.length === 0 || problemsAt(ours, path).length > 0) continue;
    const guilty = changed.filter((drawn) => problems.some((problem) => touches(drawn.path, problem) || touches(problem, drawn.path)));
    for (const drawn of guilty.length > 0 ? guilty : changed) hasChanged = takeBack(drawn, walked.refused) || hasChanged;
  }
  return hasChanged;
}

/** Whether one path is the other or lies around it. */
const touches = (outer: Path, inner: Path): boolean => outer.length <= inner.length && outer.every((part, at) => part === inner[at]);

function documentsOf(pkg: ScenarioPackage): Path[] {
  const folders = ['forms', 'resources', 'contracts', 'cases'] as const;
  const inFolders = folders.flatMap((folder) => Object.keys(pkg[folder]).map((id): Path => [folder, id]));
  return [['scenario'], ['elements'], ...(pkg.template ? [['template']] : []), ...inFolders];
}

function problemsAt(pkg: ScenarioPackage, path: Path): Path[] {
  const value = valueAt(pkg, path);
  if (path[0] === 'elements') {
    const document = { format: 'lianban.data-elements/1', id: 'elements', name: { 'zh-CN': '数据元' }, elements: value };
    return validateDocument('data-elements', document).map((finding) => pathOfKey(finding.path));
  }
  const kind = isObject(value) ? documentKind(value.format) : undefined;
  if (value === undefined) return [];
  if (!kind) return [path];
  return validateDocument(kind, value).map((finding) => pathOfKey(finding.path));
}

/** The item is a question again, and ours until it is answered. */
function takeBack({ item }: Drawn, refused: Set<string>): boolean {
  const leader = item.follows ?? item.key;
  if (item.decided) {
    // Ours fits: what is wrong comes from another item.
    if (item.decided.take === 'ours' || refused.has(leader)) return false;
    refused.add(leader);
  } else if (item.state === 'conflict' || item.state === 'ours' || item.state === 'same') return false;
  item.state = 'conflict';
  if (item.choices.length === 0 && item.follows === undefined) item.choices = ['ours', 'theirs'];
  setResult(item, item.ours);
  return true;
}
