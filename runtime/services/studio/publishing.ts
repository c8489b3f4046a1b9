import type { Published, Readiness, ReadinessRow, VersionList, VersionPackage } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { Finding, ScenarioPackage } from '../../compile/plan.ts';
import { findReleaseState } from '../../store/releases.ts';
import { findScenarioDraft, findVersion, insertVersion, listScenarios, listVersions, type Rollout } from '../../store/scenarios.ts';
import { CodedError, ConflictError, NotFoundError } from '../errors.ts';
import { publishedEvents } from '../events/starts.ts';
import { type RequestFacts, regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { mustBeSigned } from '../releases/signing.ts';
import { enforceLocks } from '../templates/locks.ts';
import { checkPackage } from './check-package.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';

/** Publishing was refused; the findings say why. */
export class FindingsError extends CodedError {
  readonly findings: Finding[];
  constructor(findings: Finding[]) {
    super('publish.findings', { status: 422 });
    this.findings = findings;
  }
}

export interface PublishServices {
  /** Makes the draft an immutable version. Repeated, or with nothing changed, it answers the version that is there. */
  publish(input: ByScenario<{ rev: number; name?: string; notes: string; commandId: string } & Rollout & RequestFacts>): Promise<Published>;
  versions(input: ByScenario): Promise<VersionList>;
  version(input: ByScenario<{ version: number }>): Promise<VersionPackage>;
  readiness(input: ByScenario): Promise<Readiness>;
}

export function createPublishing(parts: StudioParts): PublishServices {
  const { store, clock, typecheck } = parts;

  async function draftOf(region: string, id: string) {
    const draft = await findScenarioDraft(store, region, id);
    if (!draft) throw new NotFoundError('scenario.not_found');
    return draft;
  }
  const rightsNow = async (region: string, id: string) => ({ rights: await parts.rightsOf?.(region, id), today: localDate(clock()) });

  return {
    async publish({ actor, id, region: wanted, rev, name, notes, commandId, at: begins, share, requestId, address }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await draftOf(region, id);
      await enforceLocks(store, { region, scenarioId: id, package: draft.package });
      const calendar = await parts.calendarOf(region);
      const { findings, scripts, plan } = await checkPackage(typecheck, draft.package, calendar, await rightsNow(region, id));
      const errors = findings.filter((finding) => finding.severity === 'error');
      if (errors.length > 0) throw new FindingsError(errors);
      const at = clock();
      // Nobody can foresee the past: what was to begin a moment ago begins now.
      const due = begins !== undefined && begins > at ? begins : undefined;
      const state = await findReleaseState(store, region, id);
      if (state) await mustBeSigned(store, state, { region, scenario: id, draft: draft.package });
      const result = await insertVersion(store, {
        region,
        scenarioId: id,
        rev,
        hash: hashOfPackage(draft.package),
        package: draft.package,
        scripts: Object.fromEntries(Object.entries(scripts).map(([key, { js }]) => [key, { js }])),
        ...(name === undefined ? {} : { name: name.trim() }),
        notes,
        commandId,
        rollout: { ...(due === undefined ? {} : { at: due }), ...(share === undefined ? {} : { share }) },
        publishedBy: { id: actor.accountId, name: actor.name },
        at,
        events: publishedEvents(draft.package, plan, calendar, at),
        line: auditLine({ actor, requestId, address }, { region, at, action: 'scenario.published', object: id }),
      });
      if (result === 'missing') throw new NotFoundError('scenario.not_found');
      if (result === 'underway') throw new ConflictError('release.underway');
      if (result === 'stale')
        throw new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
      if (result.fresh) parts.onPublish(region, id);
      const { version, hash, publishedAt, publishedBy } = result.published;
      // Somebody else's, or one's own from before: nothing was published now, and the page says so.
      return { version, hash, publishedAt, ...(result.fresh ? {} : { already: { by: publishedBy } }) };
    },

    async versions({ actor, id, region: wanted }) {
      const region = regionFor(actor, 'designer', wanted);
      await draftOf(region, id);
      const running = await parts.running(region, id);
      const rows = await listVersions(store, region, id);
      return rows.map(({ share, begins, ...row }) => ({
        ...row,
        running: running[row.version] ?? 0,
        ...(share === null ? {} : { share }),
        ...(begins === null ? {} : { begins }),
      }));
    },

    async version({ actor, id, region: wanted, version }) {
      const found = await findVersion(store, regionFor(actor, 'designer', wanted), id, { version });
      if (!found) throw new NotFoundError('version.not_found');
      return { version: found.version, hash: found.hash, package: found.package };
    },

    async readiness({ actor, id, region: wanted }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await draftOf(region, id);
      const { rights, today } = await rightsNow(region, id);
      const { findings } = await checkPackage(typecheck, draft.package, await parts.calendarOf(region), { rights, today });
      const live = (await listScenarios(store, [region])).find((row) => row.id === id)?.liveHash;
      return readinessOf(draft.package, findings, { id, changed: live !== draft.hash, today, contracts: rights?.contracts });
    },
  };
}

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** The list ticks itself: nothing on it is left for the person to declare. */
export function readinessOf(
  pkg: ScenarioPackage,
  findings: Finding[],
  {
    id,
    changed,
    today,
    contracts = pkg.contracts,
  }: { id: string; changed: boolean; today: string; contracts?: ScenarioPackage['contracts'] },
): ReadinessRow[] {
  const { scenario } = pkg;
  const flow = `/studio/scenes/${id}/flow`;
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const items = Object.values(scenario.items);
  const withoutBasis = items.filter((item) => !item.legalBasis).length;
  const uses = Object.values(scenario.data ?? {});
  const granted = uses.filter((use) => use.contract !== undefined && isGranted(contracts[use.contract], today)).length;
  const cases = Object.keys(pkg.cases).length;
  const row = (code: string, done: boolean, required: boolean, words: Text, link?: string): ReadinessRow => ({
    code,
    done,
    required,
    text: words,
    ...(link ? { link } : {}),
  });
  return [
    errors === 0
      ? row('problems', true, true, text('没有必须改的问题', 'No problem is left that must be solved'))
      : row('problems', false, true, text(`处理 ${errors} 个必须改的问题`, `Solve ${errors} problems`), flow),
    warnings === 0
      ? row('advice', true, false, text('没有建议改的问题', 'No advice is left'))
      : row('advice', false, false, text(`看一看 ${warnings} 条建议`, `Look at ${warnings} pieces of advice`), flow),
    withoutBasis === 0
      ? row('basis', true, false, text('每个事项都有办理依据', 'Every item names its legal basis'))
      : row('basis', false, false, text(`为 ${withoutBasis} 个事项补上办理依据`, `Name the legal basis of ${withoutBasis} items`), flow),
    granted === uses.length
      ? row('contracts', true, true, text('用到的数据都已授权', 'All data it reads is granted'))
      : row(
          'contracts',
          false,
          true,
          text(`申请 ${uses.length - granted} 项数据的授权`, `Ask for ${uses.length - granted} data grants`),
          '/studio/data',
        ),
    cases > 0
      ? row('cases', true, false, text(`有 ${cases} 个样例办件`, `It has ${cases} sample cases`), `/studio/scenes/${id}/rehearse`)
      : row('cases', false, false, text('预演一遍并保存为样例', 'Rehearse it once and keep the case'), `/studio/scenes/${id}/rehearse`),
    changed
      ? row('changed', true, true, text('有可以发布的修改', 'There are changes to publish'))
      : row(
          'changed',
          false,
          true,
          text('草稿与线上版本相同，先作修改再发布', 'The draft equals the live version: change something first'),
          flow,
        ),
  ];
}

function isGranted(contract: ScenarioPackage['contracts'][string] | undefined, today: string): boolean {
  return contract !== undefined && contract.status === 'granted' && contract.validFrom <= today && today <= contract.validTo;
}
