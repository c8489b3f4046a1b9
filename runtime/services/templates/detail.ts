/** One template: what it asks, what may be changed, which data it reads, its versions and who uses it. */
import type {
  TemplateChange,
  TemplateDetail,
  TemplateDetailQuery,
  TemplatePackage,
  TemplateVersion,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { listClonesOf } from '../../store/clones.ts';
import { findRelease, listReleases, type ReleaseDocument, withdrawRelease } from '../../store/template-releases.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { regionFor, regionsWith } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { templateKey, templateOfKey } from './cloned-package.ts';
import { dataStates } from './data-states.ts';
import type { createGallery } from './gallery.ts';
import { labelOf } from './gallery.ts';
import { versionView } from './lineages.ts';
import { type Asked, type TemplateParts, text } from './parts.ts';
import { placeOf, valueAt } from './places.ts';
import { pointsOf, upstreamValueOf } from './points.ts';

type OfTemplate<T = unknown> = Asked<{ template: string } & T>;

export function createDetail(parts: TemplateParts, gallery: ReturnType<typeof createGallery>) {
  const { store, clock } = parts;

  /** The version that is asked for, withdrawn or not; without one the newest that is offered. */
  async function load(
    template: string,
    version?: number,
  ): Promise<{ release: ReleaseDocument; versions: Awaited<ReturnType<typeof listReleases>> }> {
    const { region, templateId } = templateOfKey(template);
    const versions = await listReleases(store, region, templateId);
    const wanted = version ?? (versions.find(({ withdrawn }) => withdrawn === null) ?? versions[0])?.version;
    const release = wanted === undefined ? undefined : await findRelease(store, region, templateId, wanted);
    if (!release) throw new NotFoundError(versions.length === 0 ? 'template.not_found' : 'template.version_not_found');
    return { release, versions };
  }

  return {
    async detail({ actor, template, version, region: wanted }: OfTemplate<TemplateDetailQuery>): Promise<TemplateDetail> {
      const region = regionFor(actor, 'designer', wanted);
      const { release, versions } = await load(template, version);
      const { package: pkg } = release;
      const clones = await listClonesOf(store, release.region, release.templateId);
      const standing = clones.filter(({ cutOff }) => cutOff === null);
      const mine = standing.filter((clone) => clone.region === region).map(({ scenarioId }) => scenarioId);
      const [{ card }, data] = await Promise.all([
        gallery.cardFor(release, region),
        dataStates(parts, { package: pkg, region, scenarios: mine }),
      ]);
      const publishes = regionsWith(actor, 'designer').includes(release.region);
      const { author, notes, hash, at, withdrawn } = release;
      return {
        card,
        version: release.version,
        label: labelOf(release.version),
        newest: (versions.find((one) => one.withdrawn === null) ?? release).version,
        hash,
        notes,
        author: author.name,
        ...(author.reviewer === undefined ? {} : { reviewer: author.reviewer }),
        at,
        ...(withdrawn ? { withdrawn } : {}),
        synonyms: [...new Set([...(pkg.template?.synonyms ?? []), ...(pkg.scenario.audience?.synonyms ?? [])])],
        ...(pkg.scenario.audience?.help ? { help: pkg.scenario.audience.help } : {}),
        items: itemsOf(pkg),
        versions: versions.map((one) => versionView(one, standing.filter((clone) => clone.baseVersion === one.version).length)),
        data,
        change: changesOf(pkg),
        users: clones.map(({ region: code, regionName, name, baseVersion, at: since, liveVersion, cutOff }) => {
          return { region: code, regionName, name, version: baseVersion, at: since, live: liveVersion !== null, cutOff: cutOff !== null };
        }),
        cases: Object.values(pkg.cases).map(({ id, name }) => ({ id, name })),
        may: { clone: withdrawn === null, place: publishes, withdraw: publishes && withdrawn === null, export: publishes },
      };
    },

    /** Grants stay with their region: the package comes without contracts. */
    async package({ actor, template, version, region }: OfTemplate<TemplateDetailQuery>): Promise<TemplatePackage> {
      regionFor(actor, 'designer', region);
      const { release } = await load(template, version);
      return { key: templateKey(release), version: release.version, hash: release.hash, package: { ...release.package, contracts: {} } };
    },

    async withdraw(input: OfTemplate<{ version: number; reason: string }>): Promise<TemplateVersion> {
      const { actor, template, version, reason } = input;
      const { region, templateId } = templateOfKey(template);
      const { release } = await load(template, version);
      regionFor(actor, 'designer', region);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'template.withdrawn', object: `${templateId}/${version}`, data: { reason } });
      if (!(await withdrawRelease(store, { region, templateId, version, reason, byName: actor.name, at, line })))
        throw new ConflictError('template.withdrawn');
      const clones = (await listClonesOf(store, region, templateId)).filter((one) => !one.cutOff && one.baseVersion === version).length;
      return versionView({ ...release, withdrawn: { reason, byName: actor.name, at } }, clones);
    },
  };
}

function itemsOf({ scenario }: ScenarioPackage): TemplateDetail['items'] {
  const rows = Object.values(scenario.items).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return rows.map(({ name, department, promisedDays, materials = [] }) => ({
    name,
    department: scenario.departments[department]?.name ?? text('部门', 'Department'),
    promisedDays,
    materials: materials.map((material) => material.name),
  }));
}

const order: TemplateChange['rule'][] = ['point', 'locked', 'tunable', 'insert', 'free'];

/** What the locks and the localisation sheet say, in names. */
export function changesOf(pkg: ScenarioPackage): TemplateChange[] {
  const locks = Object.entries(pkg.scenario.locks ?? {}).map(([key, lock]): TemplateChange => {
    const path = placeOf(pkg, key);
    const { kind, name } = calledAt(pkg, path);
    if (typeof lock === 'string') return { key, rule: lock, kind, name };
    const value = valueAt(pkg, path) as JsonValue | undefined;
    return { key, rule: 'tunable', kind, name, ...lock.tunable, ...(value === undefined ? {} : { value }) };
  });
  const points = pointsOf(pkg).map(({ id, name, required, at, range, ...point }): TemplateChange => {
    const value = upstreamValueOf({ id, name, at, ...point }, pkg);
    return { key: id, rule: 'point', kind: at[1] ?? '', name, required: required ?? false, value, ...range };
  });
  return [...points, ...locks].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
}

const maps: Record<string, Text> = {
  params: text('本地参数', 'Local values'),
  nodes: text('全部步骤', 'All steps'),
  items: text('全部事项', 'All items'),
  clocks: text('全部时限', 'All limits'),
  tables: text('全部规则表', 'All tables'),
  forms: text('全部表单', 'All forms'),
  notifications: text('全部通知', 'All messages'),
  audience: text('办事指南', 'Guide'),
};
const properties: Record<string, Text> = {
  days: text('时限', 'limit'),
  dueDays: text('办理时限', 'limit'),
  promisedDays: text('承诺时限', 'promised limit'),
  materials: text('材料', 'materials'),
  legalBasis: text('办理依据', 'legal basis'),
  name: text('名称', 'name'),
  decision: text('决定方式', 'way of deciding'),
};

function calledAt(pkg: ScenarioPackage, path: readonly string[]): { kind: string; name: Text } {
  const kind = path[0] === 'scenario' ? (path[1] ?? '') : 'forms';
  let name: Text | undefined;
  for (let length = 2; length <= path.length; length += 1) {
    const value = valueAt(pkg, path.slice(0, length)) as { name?: Text; label?: Text; title?: Text } | undefined;
    name = [value?.name, value?.label, value?.title].find((one) => typeof one?.['zh-CN'] === 'string') ?? name;
  }
  const property = properties[path.at(-1) ?? ''];
  if (!name) return { kind, name: maps[kind] ?? text('模板内容', 'Part of the template') };
  if (path.length < 4 || !property) return { kind, name };
  return { kind, name: text(`${name['zh-CN']}：${property['zh-CN']}`, `${name.en ?? name['zh-CN']}: ${property.en}`) };
}
