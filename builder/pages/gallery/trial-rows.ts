/** What a played sample case shows: what the applicant typed, and what every desk decided. */
import type { CaseRun } from '../../../runtime/cases/index.ts';
import { mergedFormsOf, type ScenarioPackage } from '../../../runtime/compile/index.ts';
import type { CaseTest, Text } from '../../../schemas/generated/documents.ts';
import { departmentOf } from '../../flow/sentence.ts';

export interface TypedRow {
  path: string;
  label: Text;
  value: string;
}
export interface DeskRow {
  at: string;
  node: string;
  step: Text;
  department: Text;
  decision: Text;
}

const none: Text = { 'zh-CN': '' };

/** Answers the applicant gave, in the order of the form; codes by their names. */
export function typedOf(pkg: ScenarioPackage, test: CaseTest, run: CaseRun): TypedRow[] {
  const given: Record<string, unknown> = {};
  for (const step of test.steps) if (step.do === 'submit') Object.assign(given, step.values);
  const asked = new Set(run.asked);
  return Object.values(mergedFormsOf(pkg)).flatMap((form) =>
    form.sections.flatMap(({ fields }) =>
      fields.flatMap((path) => {
        const field = form.fields[path];
        if (!field || !asked.has(path) || given[path] === undefined || given[path] === null) return [];
        const names = [given[path]].flat().map((one) => field.codes?.[String(one)]?.name['zh-CN'] ?? wordOf(one));
        return [{ path, label: field.label, value: names.join('、') }];
      }),
    ),
  );
}

const wordOf = (value: unknown) => (value === true ? '是' : value === false ? '否' : typeof value === 'object' ? '…' : String(value));

/** Joint desks have no decisions of their own: they agree or do not. */
const plain: Record<string, Text> = { agree: { 'zh-CN': '同意', en: 'Agreed' }, refuse: { 'zh-CN': '不同意', en: 'Refused' } };

/** Every decision of a desk, in order. */
export function desksOf(pkg: ScenarioPackage, test: CaseTest, run: CaseRun): DeskRow[] {
  const { scenario } = pkg;
  return test.steps.flatMap((step, index) => {
    if (step.do !== 'decide') return [];
    const node = scenario.nodes[step.node];
    const entered = run.trace.find((entry) => entry.step === index);
    if (!node) return [];
    const part = node.kind === 'joint' && step.participant ? node.participants?.[step.participant] : undefined;
    const department = part?.department ?? step.department ?? departmentOf(node, pkg);
    const decisions = 'decisions' in node ? node.decisions : undefined;
    return [
      {
        at: step.at ? `${step.at}+08:00` : (entered?.at ?? test.at),
        node: step.node,
        step: part?.name ?? node.name ?? none,
        department: (department && scenario.departments[department]?.name) || none,
        decision: decisions?.[step.decision]?.name ?? plain[step.decision] ?? none,
      },
    ];
  });
}
