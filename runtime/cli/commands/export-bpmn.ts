import { exportBpmn } from '../../bpmn/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage } from '../command.ts';
import { exportOrder, writeOutput } from '../exporting.ts';
import { packageFolderOf } from '../files.ts';
import { loadPackage } from '../load.ts';
import { counted, reportLines } from './import-bpmn.ts';

/** `export-bpmn templates/family/newborn -o newborn.bpmn`: the flow as BPMN 2.0 with its diagram. */
export const exportBpmnCommand: CliCommand = {
  name: 'export-bpmn',
  summary: both('把场景的流程导出为带图的 BPMN 2.0。', 'Exports the flow of a scenario as BPMN 2.0 with its diagram.'),
  usage: ['export-bpmn SCENARIO -o FILE'],
  options: { output: { type: 'string', short: 'o' } },
  run: runExport,
};

async function runExport(invocation: Invocation): Promise<number> {
  const { report, language, terminal } = invocation;
  const { target, output } = exportOrder(invocation);
  const { package: pkg } = await loadPackage(await packageFolderOf(target), { scripts: false });
  if (!pkg)
    throw new CommandError(
      '这个场景包读不出来，请先用 lianban validate 检查。',
      'The package cannot be read: check it with lianban validate.',
    );
  const exported = await exportBpmn(pkg);
  if (output === undefined) {
    terminal.out(exported.xml.trimEnd());
    return 0;
  }
  await writeOutput(output, exported.xml);
  const totals = counted(exported.report);
  report({
    json: { source: target, output, totals, report: exported.report.map(({ fate, ...entry }) => ({ ...entry, verdict: fate })) },
    words: () => [
      ...reportLines(
        exported.report.filter(({ fate }) => fate !== 'mapped'),
        language,
      ),
      '',
      inLanguage(
        both(
          `已写入 ${output}：${totals.mapped} 个元素对应，${totals.loss} 个有损失（原样保留在扩展里）。`,
          `Written to ${output}: ${totals.mapped} elements mapped, ${totals.loss} with loss (kept as they are in extensions).`,
        ),
        language,
      ),
    ],
  });
  return 0;
}
