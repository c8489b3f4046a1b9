import type { Text } from '../../../schemas/generated/documents.ts';
import { type ApplicantFigures, applicantFigures, type CaseRun, type FigureReason, runCase } from '../../cases/index.ts';
import type { MergedField, MergedForm, MergedNeed, Plan, ScenarioPackage } from '../../compile/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, type Language, optionText, UsageError } from '../command.ts';
import { packageFolderOf } from '../files.ts';
import { loadPlan } from '../load.ts';
import { createScriptRunner } from '../script-runner.ts';

/** `merged-form templates/enterprise/restaurant`: what merging saves for the applicants of the case tests, and why the rest is asked. */
export const mergedFormCommand: CliCommand = {
  name: 'merged-form',
  summary: both(
    '合并表单：各部门表格加起来要填多少、联办后填多少，剩下的为什么还要填。',
    'The merged form: what it saves, and why the rest is asked.',
  ),
  usage: ['merged-form FOLDER [--case CASE]'],
  options: { case: { type: 'string' } },
  run: report,
};

async function report({ positionals, values, report: print, language }: Invocation): Promise<number> {
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0)
    throw new UsageError('请写上一个场景包的文件夹。', 'Give the folder of one scenario package.');
  const { package: pkg, plan } = await loadPlan(await packageFolderOf(target));
  const wanted = optionText(values, 'case');
  if (wanted !== undefined && !Object.hasOwn(pkg.cases, wanted))
    throw new CommandError(`没有名为 ${wanted} 的用例。`, `There is no case test ${wanted}.`);
  const applicants = applicantFigures(pkg, plan, await runsOf(pkg, plan, wanted));
  const shown = wanted === undefined ? applicants : applicants.filter((one) => one.case === wanted);
  const words = wordsFor(pkg, plan);
  print({
    json: {
      scenario: pkg.scenario.id,
      name: pkg.scenario.name,
      hash: plan.hash,
      forms: Object.values(plan.fills).map((form) => words.form(form)),
      applicants: shown.map((one) => ({ ...one, reasons: one.reasons.map((reason) => words.reason(reason)) })),
    },
    words: () => [
      inLanguage(plan.scenario.name, language),
      ...formLines(plan, language),
      '',
      ...figureLines(shown, language),
      '',
      ...reasonLines(pkg, plan, shown, language),
    ],
  });
  return 0;
}

async function runsOf(pkg: ScenarioPackage, plan: Plan, wanted: string | undefined): Promise<Map<string, CaseRun>> {
  const runs = new Map<string, CaseRun>();
  const scripts = createScriptRunner(plan, pkg.template?.region ?? '330000');
  try {
    for (const test of Object.values(pkg.cases))
      if (wanted === undefined || test.id === wanted) runs.set(test.id, await runCase(plan, test, scripts.answer));
  } finally {
    await scripts.close();
  }
  return runs;
}

/** Documents named instead of told by id. */
function wordsFor(pkg: ScenarioPackage, plan: Plan) {
  const { scenario } = pkg;
  const formName = (id: string): Text => pkg.forms[id]?.name ?? both('表单', 'form');
  const need = ({ form, department, item, legalBasis, why, source, demand }: MergedNeed) => ({
    department: scenario.departments[department]?.name ?? both('其他部门', 'another department'),
    form: formName(form),
    ...(item && scenario.items[item] ? { item: scenario.items[item].name } : {}),
    ...(legalBasis ? { legalBasis } : {}),
    ...(why ? { why } : {}),
    ...(source ? { source } : {}),
    ...(demand ? { demand } : {}),
  });
  const field = ({ path, label, supply, needs, differences = [] }: MergedField) => ({
    path,
    label,
    supply,
    ...(plan.situation?.includes(path) ? { situation: true } : {}),
    needs: needs.map(need),
    ...(differences.length === 0
      ? {}
      : {
          differences: differences.map(({ rule, stricter, looser }) => ({
            rule,
            stricter: stricter.map((place) => formName(place.form)),
            looser: looser.map((place) => formName(place.form)),
          })),
        }),
  });
  return {
    form: (form: MergedForm) => ({
      node: form.node,
      name: plan.nodes[form.node]!.doc.name,
      counts: form.counts,
      fields: form.sections.flatMap(({ fields }) => fields.map((path) => field(form.fields[path]!))),
    }),
    reason: (reason: FigureReason) => ({ ...reason, needs: reason.needs.map(need) }),
    need,
  };
}

function formLines(plan: Plan, language: Language): string[] {
  return Object.values(plan.fills).map(({ node, counts, fields }) => {
    const name = inLanguage(plan.nodes[node]!.doc.name, language);
    const all = Object.keys(fields).length;
    return inLanguage(
      both(
        `  ${name}：各表共 ${counts.formFields} 栏，合并成 ${all} 项；要问 ${counts.asked}，部门共享 ${counts.shared}，自动算出 ${counts.derived}`,
        `  ${name}: ${counts.formFields} fields of all forms, ${all} questions; asked ${counts.asked}, shared ${counts.shared}, derived ${counts.derived}`,
      ),
      language,
    );
  });
}

const sourceWords: Record<ApplicantFigures['sources'], Text> = {
  all: both('都查到', 'all on file'),
  some: both('部分查到', 'some on file'),
  none: both('都没查到', 'nothing on file'),
};
const percent = (share: number): string => `${(Math.round(share * 1000) / 10).toFixed(1)} %`;

function figureLines(figures: readonly ApplicantFigures[], language: Language): string[] {
  const head = inLanguage(
    both(
      '各表必填合计 | 去重后 | 要填 | 少填（按合计） | 少填（按去重） | 登记数据 | 申请人',
      'added up | distinct | typed | saved | saved of distinct | registers | applicant',
    ),
    language,
  );
  return [
    head,
    ...figures.map((one) =>
      [
        String(one.addedUp),
        String(one.distinct),
        String(one.typed),
        percent(one.saved),
        percent(one.savedOfDistinct),
        inLanguage(sourceWords[one.sources], language),
        inLanguage(one.name, language),
      ].join(' | '),
    ),
  ];
}

/** Why each remaining question is asked: of the case asked for, else of the first with everything on file. */
function reasonLines(pkg: ScenarioPackage, plan: Plan, figures: readonly ApplicantFigures[], language: Language): string[] {
  const chosen = figures.find(({ sources }) => sources === 'all') ?? figures[0];
  if (!chosen) return [];
  const { need } = wordsFor(pkg, plan);
  const say = (text: Text | undefined) => (text ? inLanguage(text, language) : '');
  const asked = chosen.reasons.filter(({ supply }) => supply === 'typed');
  const title = both(
    `${chosen.name['zh-CN']}：要填的 ${asked.length} 项，为什么要填`,
    `${chosen.name.en ?? chosen.name['zh-CN']}: why each of the ${asked.length} is asked`,
  );
  return [
    inLanguage(title, language),
    ...asked.flatMap(({ label, needs }) => [
      `  ${say(label)}`,
      ...needs.map((one) => {
        const { department, form, item, legalBasis, why } = need(one);
        return `    ${[say(department), item ? say(item) : say(form), say(why), say(legalBasis)].filter(Boolean).join(' | ')}`;
      }),
    ]),
  ];
}
