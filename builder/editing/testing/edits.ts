/** Edits made up of three numbers, read against the document as it then is, so that every sequence makes sense. For tests only. */
import { isDesk } from '../../../runtime/compile/desks.ts';
import { type Clip, copySteps } from '../clipboard.ts';
import type { NewWords, StepKind } from '../commands/new-step.ts';
import type { Editor } from '../editor.ts';
import { graphOf } from '../graph.ts';
import { type Sequence, type StepTree, treeOf } from '../tree.ts';
import { samplePackage } from './package.ts';

export type Move = [what: number, a: number, b: number];

const zh = (text: string) => ({ 'zh-CN': text });
const words: NewWords = {
  done: zh('完成'),
  join: zh('汇合'),
  branch: zh('分支'),
  otherwise: zh('其余情况'),
  start: zh('开始'),
  end: zh('结束'),
  statement: zh('我同意'),
  message: zh('已受理'),
};
const missing = zh('待补：');
const kinds: StepKind[] = [
  'task',
  'window',
  'joint',
  'consent',
  'fill',
  'timer',
  'script',
  'decision',
  'notify',
  'issue',
  'archive',
  'block',
  'exclusive',
  'parallel',
  'inclusive',
  'end',
  'event',
  'catch',
  'throw',
  'cancel',
  'complex',
  'call',
];
const pick = <T>(list: readonly T[], n: number): T | undefined => (list.length === 0 ? undefined : list[n % list.length]);

/** Random parts of ids, the same in every run. */
export function randomParts(prefix = ''): () => string {
  let n = 0;
  return () => prefix + (n++).toString(36).padStart(4, '0');
}

/** Every place of the tree where a step may be put. */
function places(tree: StepTree): string[][] {
  const found: string[][] = [];
  const visit = (sequence: Sequence) => {
    for (const step of sequence.steps) {
      if (step.enter.length > 0) found.push(step.enter);
      if (step.type === 'split') for (const branch of step.branches) visit(branch.sequence);
      if (step.type === 'block') visit(step.body.sequence);
    }
    if (sequence.exit.type === 'join') found.push(sequence.exit.edges);
  };
  visit(tree.sequence);
  return found;
}

/** Another scenario with other departments and people: what is pasted from it leaves gaps. */
export function otherPackage() {
  const pkg = structuredClone(samplePackage());
  pkg.scenario.id = 'other';
  pkg.scenario.departments = { tax: { name: zh('税务局'), rank: 'F', hue: 3 } };
  pkg.scenario.subjects = { owner: { name: zh('经营者'), rank: 'F', kind: 'person', role: 'applicant' } };
  for (const node of Object.values(pkg.scenario.nodes)) {
    if (isDesk(node)) node.department = 'tax';
    if (node.kind === 'fill') node.party = 'owner';
  }
  for (const outcome of Object.values(pkg.scenario.outcomes ?? {})) Object.assign(outcome, { department: 'tax', holder: 'owner' });
  return pkg;
}
const other = otherPackage();

/** One edit of the step view. */
export function stepEdit(editor: Editor, [what, a, b]: Move): void {
  const { document } = editor.state();
  const { scenario, forms } = document;
  const nodes = Object.keys(scenario.nodes);
  const edges = Object.keys(scenario.edges);
  const spots = places(treeOf(scenario));
  const node = pick(nodes, a)!;
  const edge = pick(edges, a)!;
  if (what < 22)
    return void editor.execute('node.add', { edges: pick(spots, a)!, step: { kind: pick(kinds, b)!, name: zh('新步骤'), words } });
  if (what < 32) return void editor.execute('node.delete', { node, keep: b % 2 ? pick(graphOf(scenario).out(node), b)?.[0] : undefined });
  if (what < 40) return void editor.execute('node.move', { node, edges: pick(spots, b)! });
  if (what < 46) return void editor.execute('branch.add', { node, name: zh('新分支'), when: b % 2 ? 'mother.days > 1' : undefined });
  if (what < 52) return void editor.execute('branch.delete', { edge });
  if (what < 55) return void editor.execute('branch.move', { edge, by: b % 2 ? 1 : -1 });
  if (what < 58) return void editor.execute('edge.edit', { edge, changes: conditionOf(editor, edge, b) });
  const desks = nodes.filter((id) => isDesk(scenario.nodes[id]));
  if (what < 66) return void decisionEdit(editor, pick(desks, a), b);
  if (what < 72) return void pasteInto(editor, pick(spots, a)!, b);
  if (what < 75) return void editor.execute('node.rename', { node, name: `步骤${b}` });
  if (what < 78) return void editor.execute('node.edit', { node, changes: isDesk(scenario.nodes[node]) ? { dueDays: (b % 9) + 1 } : {} });
  if (what < 84) return void fieldEdit(editor, pick(Object.keys(forms), a)!, b);
  if (what < 87)
    return void editor.execute('clock.edit', {
      id: pick(Object.keys(scenario.clocks ?? {}), a) ?? 'k_case',
      changes: { days: (b % 20) + 1 },
    });
  if (what < 89) return void editor.execute('nodes.delete', { nodes: [node, pick(nodes, b)!] });
  if (what < 90) return void editor.execute('boundary.add', { node: pick(desks, a) ?? 'n_review', name: zh('到时间'), end: zh('结束') });
  if (what < 91) return void editor.execute('scenario.edit', { changes: { name: zh(`场景${b}`) } });
  if (what < 96) editor.undo();
  else editor.redo();
}

/** One edit of the lane view: lines drawn and taken away, steps put down and moved about, and what the step view can do. */
export function laneEdit(editor: Editor, move: Move): void {
  const [what, a, b] = move;
  const { scenario } = editor.state().document;
  const nodes = Object.keys(scenario.nodes);
  const [from, to, edge] = [pick(nodes, a)!, pick(nodes, b)!, pick(Object.keys(scenario.edges), a)!];
  const step = { kind: pick(kinds, b)!, name: zh('新步骤'), words };
  const at = { x: 132 + (a % 900), y: b % 400 };
  if (what < 20) return void editor.execute('edge.connect', { from, to });
  if (what < 28) return void editor.execute('edge.reconnect', { edge, to });
  if (what < 34) return void editor.execute('edge.reconnect', { edge, from: to });
  if (what < 42) return void editor.execute('edge.delete', { edge });
  if (what < 50) return void editor.execute('step.place', { step, at });
  if (what < 58) return void editor.execute('step.place', { step, at, from });
  if (what < 62) return void editor.execute('node.position', { node: from, ...at, alone: a % 7 === 0 });
  if (what < 65) return void editor.execute('layout.arrange', { positions: { [from]: at, [to]: { x: at.x, y: at.y + 90 } }, how: 'align' });
  if (what < 66) return void editor.execute('layout.reset', {});
  if (what < 70) return void editor.execute('steps.paste', { clip: clipFrom(editor, a, b), at, missing });
  stepEdit(editor, [((what - 70) * 100) / 30, a, b]);
}

function conditionOf(editor: Editor, edge: string, n: number) {
  const doc = editor.state().document.scenario.edges[edge];
  const from = editor.state().document.scenario.nodes[doc?.from ?? ''];
  const conditional =
    (from?.kind === 'exclusive' || from?.kind === 'inclusive') &&
    !doc?.default &&
    graphOf(editor.state().document.scenario).out(doc!.from).length > 1;
  return conditional ? { when: `mother.days > ${n % 100}`, name: zh('条件') } : { name: zh('名称') };
}

function decisionEdit(editor: Editor, node: string | undefined, n: number): void {
  const doc = node === undefined ? undefined : editor.state().document.scenario.nodes[node];
  if (!isDesk(doc) || node === undefined) return;
  const decision = pick(Object.keys(doc.decisions), n)!;
  const route = n % 2 ? ({ to: 'continue' } as const) : ({ to: 'end', name: zh('不予办理'), result: 'refused' } as const);
  if (n % 4 === 0) editor.execute('decision.add', { node, decision: { name: zh('退回'), effect: 'other' } });
  else if (n % 4 === 1) editor.execute('decision.delete', { node, decision });
  else editor.execute('decision.route', { node, decision, route });
}

function fieldEdit(editor: Editor, form: string, n: number): void {
  const field = pick(Object.keys(editor.state().document.forms[form]!.fields), n);
  if (n % 3 === 0 || !field) editor.execute('field.add', { form, fields: [{ subject: 'mother', type: 'string', label: zh('新问题') }] });
  else if (n % 3 === 1) editor.execute('field.move', { form, field, to: n % 5 });
  else editor.execute('field.delete', { form, field });
}

function clipFrom(editor: Editor, a: number, b: number): Clip {
  const pkg = b % 2 ? editor.state().document : other;
  const ids = Object.keys(pkg.scenario.nodes);
  return copySteps(pkg, a % 3 ? [pick(ids, a)!] : [pick(ids, a)!, pick(ids, b)!]);
}

function pasteInto(editor: Editor, edges: string[], n: number): void {
  editor.execute('steps.paste', { clip: clipFrom(editor, n, n >> 1), edges, missing });
}
