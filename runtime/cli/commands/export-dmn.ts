import { counted, exportDmn } from '../../dmn/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage } from '../command.ts';
import { exportOrder, writeOutput } from '../exporting.ts';
import { packageFolderOf } from '../files.ts';
import { loadPackage } from '../load.ts';
import { reportLines } from './import-dmn.ts';

/** `export-dmn templates/family/newborn -o tables.dmn`: the tables of a package as a DMN 1.3 model. */
export const exportDmnCommand: CliCommand = {
  name: 'export-dmn',
  summary: both('把场景包的决策表导出为 DMN 1.3。', 'Exports the decision tables of a package as DMN 1.3.'),
  usage: ['export-dmn FOLDER[#TABLE] -o FILE'],
  options: { output: { type: 'string', short: 'o' } },
  run: runExport,
};

async function runExport(invocation: Invocation): Promise<number> {
  const { report, language, terminal } = invocation;
  const { target, output } = exportOrder(invocation);
  const hash = target.lastIndexOf('#');
  const wanted = hash < 0 ? undefined : target.slice(hash + 1);
  const { package: pkg } = await loadPackage(await packageFolderOf(hash < 0 ? target : target.slice(0, hash)), { scripts: false });
  const known = Object.keys(pkg?.scenario.tables ?? {});
  if (!pkg || known.length === 0) throw new CommandError('这个场景没有决策表。', 'The scenario has no decision table.');
  if (wanted !== undefined && !known.includes(wanted))
    throw new CommandError(
      `没有决策表「${wanted}」，有的是：${known.join(', ')}。`,
      `There is no decision table “${wanted}”. Known: ${known.join(', ')}.`,
    );
  const exported = exportDmn(pkg, wanted === undefined ? known : [wanted]);
  const totals = counted(exported.report);
  const written = totals.refused === 0 && output !== undefined;
  if (written) {
    await writeOutput(output, exported.xml);
  }
  if (output === undefined && totals.refused === 0) terminal.out(exported.xml.trimEnd());
  else
    report({
      json: { source: target, output: written ? output : null, totals, report: exported.report },
      words: () => [
        ...reportLines(exported.report, language),
        '',
        inLanguage(
          written
            ? both(`已写入 ${output}。`, `Written to ${output}.`)
            : both(
                `有 ${totals.refused} 张表有误，什么都没有写；请先改正。`,
                `${totals.refused} tables are wrong; nothing was written. Correct them first.`,
              ),
          language,
        ),
      ],
    });
  return totals.refused === 0 ? 0 : 1;
}
