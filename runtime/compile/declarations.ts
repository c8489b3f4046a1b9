/** TypeScript declarations of what a script sees: completion, the type check and the publish gate all use these. */
import type { Text } from '../../schemas/generated/documents.ts';
import { buildDataflow, type Dataflow } from './dataflow.ts';
import { type Declared, declarationsOf, declaredPaths } from './declared.ts';
import { buildGraph } from './graph.ts';
import { compare, entry } from './maps.ts';
import type { CompileInput, ScenarioPackage } from './plan.ts';
import { cutToRights } from './rights.ts';

interface Side {
  paths: readonly string[];
  /** Paths that are never null. */
  certain: (path: string) => boolean;
}
const aliases = `/** 人民币元，两位小数的文字，如 "1234.50"。Decimal yuan with two places, as text. */
type Money = string;
/** 日期，如 "2026-03-02"。A date. */
type LocalDate = string;
/** 日期和时间，如 "2026-03-02T09:30:00"。A date and time. */
type LocalDateTime = string;
`;

/**
 * Declarations for a script (its `reads` and `writes`) or for a node (everything collected before it). A value that may
 * still be missing at the script's nodes is `T | null`; a value the scenario has no right to read is not declared at all. An id that is neither gives an empty Input and Output.
 */
export function declarationsFor(pkg: ScenarioPackage, id: string, rights?: CompileInput['rights']): string {
  const declared = declaredPaths(declarationsOf(pkg));
  const flow = buildDataflow(pkg, buildGraph(pkg.scenario));
  const node = entry(pkg.scenario.nodes, id);
  const scriptId = node?.kind === 'script' ? node.script : node ? undefined : id;
  const script = entry(pkg.scenario.scripts, scriptId);
  const nodes = node ? [id] : nodesOfScript(pkg, id);
  const cut = rights === undefined ? pkg : cutToRights(pkg, { rights });
  // What only data without a right to it would give is not there: a script cannot name it.
  const mayHave = cut === pkg ? undefined : buildDataflow(cut, buildGraph(cut.scenario));
  const reads = (script ? script.reads : [...flow.available(id)].sort(compare)).filter(
    (path) => !mayHave || nodes.every((one) => !flow.available(one).has(path) || mayHave.available(one).has(path)),
  );
  const input = declare(pkg, declared, 'Input', { paths: reads, certain: certainAt(flow, nodes) });
  const output = declare(pkg, declared, 'Output', { paths: script?.writes ?? [], certain: () => false });
  return `${aliases}${input}${output}`;
}

function nodesOfScript(pkg: ScenarioPackage, script: string): string[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]) => (node.kind === 'script' && node.script === script ? [id] : []));
}

function certainAt(flow: Dataflow, nodes: readonly string[]): Side['certain'] {
  return (path) => nodes.length > 0 && nodes.every((node) => flow.certain(node).has(path));
}

function declare(pkg: ScenarioPackage, declared: Readonly<Record<string, Declared>>, name: string, side: Side): string {
  const bySubject = Map.groupBy(
    side.paths.flatMap((path) => entry(declared, path) ?? []),
    (one) => one.subject,
  );
  const subjects = [...bySubject].map(([subject, members]) => {
    const lines = members.map(
      (one) => `${doc(one.name, 4, notesOf(one))}    ${one.key}: ${typeOf(one)}${side.certain(one.path) ? '' : ' | null'};\n`,
    );
    return `${doc(entry(pkg.scenario.subjects, subject)?.name, 2)}  ${subject}: {\n${lines.join('')}  };\n`;
  });
  return `interface ${name} {\n${subjects.join('')}}\n`;
}

function typeOf({ type, codes, columns }: Pick<Declared, 'type' | 'codes' | 'columns'>): string {
  switch (type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'money':
      return 'Money';
    case 'date':
      return 'LocalDate';
    case 'dateTime':
      return 'LocalDateTime';
    case 'code':
      return codeUnion(codes);
    case 'codes':
      return `Array<${codeUnion(codes)}>`;
    case 'file':
      return 'string[]';
    case 'cascade':
      return `Array<${codeUnion(codes)}>`;
    case 'dateRange':
      return '{ from: LocalDate; to: LocalDate }';
    case 'signature':
      return '{ kind: string }';
    case 'table':
      return `Array<{ ${(columns ?? []).map((column) => `${column.id}${column.doc.required === true ? '' : '?'}: ${typeOf(column)};`).join(' ')} }>`;
    default:
      return 'string';
  }
}

function codeUnion(codes: Declared['codes']): string {
  const values = Object.keys(codes ?? {}).sort(compare);
  return values.length === 0 ? 'string' : values.map((code) => JSON.stringify(code)).join(' | ');
}

/** The names of codes and the unit, below the name of the value. */
function notesOf({ codes, unit }: Declared): string[] {
  const named = Object.entries(codes ?? {}).sort(([a], [b]) => compare(a, b));
  const lines = named.map(([code, { name }]) => `${code}: ${both(name)}`);
  return unit ? [...lines, both(unit)] : lines;
}

function doc(name: Text | undefined, indent: number, notes: string[] = []): string {
  if (!name) return '';
  const space = ' '.repeat(indent);
  if (notes.length === 0) return `${space}/** ${safe(both(name))} */\n`;
  return `${space}/**\n${[both(name), ...notes].map((line) => `${space} * ${safe(line)}\n`).join('')}${space} */\n`;
}

function both(text: Text): string {
  return text.en === undefined || text.en === text['zh-CN'] ? text['zh-CN'] : `${text['zh-CN']} ${text.en}`;
}

/** A text can neither close the comment nor break its line. */
function safe(text: string): string {
  return text.replaceAll('*/', '*∕').replace(/[\r\n\u2028\u2029]+/g, ' ');
}
