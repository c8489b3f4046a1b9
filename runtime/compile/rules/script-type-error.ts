import { at, en, error, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Rule } from './rule.ts';

/** What the type checker found; and, where checks were given at all, scripts that were not checked. */
export const scriptTypeError: Rule = ({ pkg, input }) =>
  Object.entries(pkg.scenario.scripts ?? {}).flatMap(([id, script]) => {
    const checked = entry(input.scripts, id);
    if (!checked) {
      return input.scripts === undefined
        ? []
        : [
            error(
              'script-type-error',
              at('scripts', id),
              `脚本${zh(script.name)}还没有检查：请打开脚本重新保存。`,
              `The script ${en(script.name)} was not checked: open it and save it again.`,
            ),
          ];
    }
    return checked.problems.map((problem) =>
      error(
        'script-type-error',
        at('scripts', id, 'source'),
        `脚本${zh(script.name)}第 ${problem.line} 行有误：${problem.message['zh-CN']} 请改正后再发布。`,
        `The script ${en(script.name)} is wrong in line ${problem.line}: ${problem.message.en ?? problem.message['zh-CN']} Correct it before publishing.`,
      ),
    );
  });
