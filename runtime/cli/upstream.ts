/**
 * The template a package folder was cloned from: `.upstream/` inside the folder, a copy of the template's own, or the folder that
 * is named. Its locks hold for whoever edits the files, in a git repository or by hand.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Finding, hashOfPackage, packageOf, type ScenarioPackage } from '../compile/index.ts';
import { upstreamOf } from '../services/templates/cloned-package.ts';
import { lockFindings } from '../services/templates/locks.ts';
import { both } from './command.ts';
import { readFolder } from './files.ts';

/** Locks the package breaks; a warning where it has a lineage and there is nothing to compare it with. */
export async function lockFindingsOf(folder: string, local: ScenarioPackage, named?: string): Promise<Finding[]> {
  const { lineage } = local.scenario;
  if (!lineage) return [];
  const place = named ?? path.join(folder, '.upstream');
  const release = (await stat(place).catch(() => undefined))?.isDirectory()
    ? packageOf((await readFolder(place)).files).package
    : undefined;
  if (!release)
    return [
      finding(
        'upstream-missing',
        'warning',
        '没有上游模板的副本，锁定未检查：请放入 .upstream 文件夹，或写 --upstream。',
        'No copy of the template: its locks were not checked. Put it into .upstream, or give --upstream.',
      ),
    ];
  if (hashOfPackage(release) !== lineage.baseHash)
    return [
      finding(
        'upstream-differs',
        'error',
        '上游副本不是克隆时的那个版本：请换成来源所写的版本。',
        'The copy of the template is not the version this was cloned from: put that one there.',
      ),
    ];
  const origin = {
    region: lineage.origin.slice(0, 6),
    templateId: lineage.origin.slice(7),
    version: lineage.baseVersion,
    hash: lineage.baseHash,
  };
  const upstream = upstreamOf({ ...origin, package: release }, { scenarioId: local.scenario.id, departments: lineage.departments ?? {} });
  return lockFindings(upstream, local);
}

function finding(code: string, severity: Finding['severity'], zh: string, en: string): Finding {
  return { code, severity, path: 'scenario/lineage', message: both(zh, en) };
}
