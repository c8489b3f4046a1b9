/** The read log for those who answer for the data: browsing, export, proof. Looking at it is itself in the audit. */
import { createHash, sign } from 'node:crypto';
import type { DataReadExportQuery, DataReadList, DataReadProof, DataReadQuery, DataReadRow } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { createPersonKeys, createReadLogKey } from '../../config/derived-keys.ts';
import { appendAudit } from '../../store/audit.ts';
import { findGrant } from '../../store/contracts.ts';
import { findResource } from '../../store/data-resources.ts';
import { type ChainedRead, findCaseNumbers, listReadsAbout, pageOfReads, type ReadFilter } from '../../store/reads.ts';
import { findScenarioDraft, findVersion } from '../../store/scenarios.ts';
import { ForbiddenError, InvalidError } from '../errors.ts';
import { isSteward, keeps, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { type By, type DataParts, figureTime, notFound, type Place, placeOf } from './parts.ts';
import { proveReads } from './read-proof.ts';
import { en, resultKinds, resultWords, text, zh } from './words.ts';

export interface ReadLogServices {
  list(input: By<DataReadQuery>): Promise<DataReadList>;
  /** The whole stretch asked for, piece by piece; the last line of JSON Lines is signed. */
  export(
    input: By<DataReadExportQuery> & { language: 'zh-CN' | 'en' },
  ): Promise<{ type: string; name: string; pieces: AsyncGenerator<string> }>;
  prove(input: By<{ region?: string }>): Promise<DataReadProof>;
  /** Reads about a person, newest first, for the holder's own page. */
  about(input: { idNumber: string; limit?: number; before?: string }): Promise<(ChainedRead & Named)[]>;
}
interface Named {
  resourceName: Text;
  scenarioName: Text;
  ownerName: Text;
  fieldNames: Text[];
  resultWords: Text;
}

const pageOfLog = 100;
const pieceOfExport = 2000;

export function createReadLog(
  parts: DataParts & {
    regionName(region: string): Promise<string>;
    departmentName(region: string, department: string): Promise<Text | undefined>;
  },
): ReadLogServices {
  const { store, clock } = parts;
  const names = createNames(parts);
  const personKey = createPersonKeys(parts.masterKey);

  async function filterOf(actor: SessionActor, query: DataReadQuery): Promise<Omit<ReadFilter, 'limit'>> {
    const { resource, grant, from, to, result, scenario, before } = query;
    if ((resource === undefined) === (grant === undefined))
      throw new InvalidError('reads.of_what', [{ path: 'resource', code: 'reads.of_what' }]);
    const common = { from, to, scenario, before, ...(result ? { results: resultKinds[result] } : {}) };
    if (resource !== undefined) {
      const place = placeOf(resource);
      const found = await findResource(store, place);
      if (!found) throw notFound('resource');
      if (!keeps(actor, found.region, found.department) && !isSteward(actor, found.region)) throw new ForbiddenError('reads.not_yours');
      return { ...common, regions: [found.region], of: { resource: place } };
    }
    const place = placeOf(grant!);
    const found = await findGrant(store, place, figureTime(clock()));
    if (!found) throw notFound('grant');
    const holds = regionsWith(actor, 'designer', 'steward').includes(found.region);
    const gave = keeps(actor, found.ownerRegion, found.ownerDepartment) || isSteward(actor, found.ownerRegion);
    if (!holds && !gave) throw notFound('grant');
    return {
      ...common,
      regions: [...new Set([...(holds ? [found.region] : []), ...(gave ? [found.ownerRegion] : [])])],
      of: { contract: place },
    };
  }

  async function rowsOf(reads: ChainedRead[]): Promise<DataReadRow[]> {
    const numbers = new Map<string, string>();
    for (const [region, own] of Map.groupBy(reads, (read) => read.region))
      for (const [id, number] of await findCaseNumbers(store, region, [...new Set(own.flatMap(({ caseId }) => caseId ?? []))]))
        numbers.set(id, number);
    return Promise.all(
      reads.map(async (read) => ({
        id: read.id,
        at: read.at,
        caseNo: (read.caseId && numbers.get(read.caseId)) ?? null,
        region: read.region,
        regionName: await parts.regionName(read.region),
        scenario: read.scenario,
        scenarioName: (await names.scenario(read)).name,
        who: await names.actor(read.actor),
        use: (await names.scenario(read)).use,
        step: (await names.scenario(read)).step,
        purpose: read.purpose ?? '',
        fields: await names.fields(read),
        result: read.result,
        resultWords: resultWords[read.result] ?? resultWords.down!,
        ms: read.ms,
        hash: read.hash ?? '',
      })),
    );
  }

  const audit = (input: By, action: string, { regions, of }: Pick<ReadFilter, 'regions' | 'of'>, more: Record<string, string> = {}) => {
    const place: Place = 'resource' in of ? of.resource : of.contract;
    return appendAudit(store, auditLine(input, { region: regions[0]!, at: clock(), action, object: place.id, data: more }));
  };

  return {
    async list(input) {
      const filter = await filterOf(input.actor, input);
      // First the line, then the page: who cannot be recorded sees nothing.
      await audit(input, 'reads.viewed', filter);
      const reads = await pageOfReads(store, { ...filter, limit: pageOfLog + 1 });
      const rows = reads.slice(0, pageOfLog);
      return { rows: await rowsOf(rows), next: reads.length > pageOfLog ? rows.at(-1)!.id : null };
    },

    async export(input) {
      const { format = 'csv', language } = input;
      const filter = await filterOf(input.actor, input);
      await audit(input, 'reads.exported', filter, { format });
      const place: Place = 'resource' in filter.of ? filter.of.resource : filter.of.contract;
      const name = `reads-${place.region}-${place.id.replace('/', '-')}.${format}`;
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
      return { type, name, pieces: format === 'csv' ? csv(filter, language) : jsonLines(filter) };
    },

    async prove(input) {
      const { actor } = input;
      const region = input.region ?? regionsWith(actor, 'steward', 'keeper')[0];
      if (region === undefined || !regionsWith(actor, 'steward', 'keeper').includes(region)) throw new ForbiddenError('access.region');
      await appendAudit(store, auditLine(input, { region, at: clock(), action: 'reads.proved', object: region }));
      return proveReads(store, parts.masterKey, region);
    },

    async about({ idNumber, limit = 50, before }) {
      const reads = await listReadsAbout(store, { personKey: personKey(idNumber), limit, before });
      return Promise.all(
        reads.map(async (read) => ({
          ...read,
          resourceName: await names.resource(read),
          scenarioName: (await names.scenario(read)).name,
          ownerName: (await parts.departmentName(read.ownerRegion, read.ownerDepartment)) ?? text('数据提供部门', 'Owner of the data'),
          fieldNames: (await names.fields(read)).map(({ name }) => name),
          resultWords: resultWords[read.result] ?? resultWords.down!,
        })),
      );
    },
  };

  async function* batches(filter: Omit<ReadFilter, 'limit'>): AsyncGenerator<DataReadRow[]> {
    let before: string | undefined;
    for (;;) {
      const reads = await pageOfReads(store, { ...filter, before, limit: pieceOfExport });
      if (reads.length > 0) yield await rowsOf(reads);
      if (reads.length < pieceOfExport) return;
      before = reads.at(-1)!.id;
    }
  }

  async function* csv(filter: Omit<ReadFilter, 'limit'>, language: 'zh-CN' | 'en'): AsyncGenerator<string> {
    const say = language === 'en' ? en : zh;
    // The mark makes spreadsheet programs read it as UTF-8.
    yield `\uFEFF${csvLine(headings.map(say))}`;
    for await (const rows of batches(filter))
      yield rows
        .map((row) =>
          csvLine([
            row.at,
            row.regionName,
            say(row.scenarioName),
            row.caseNo ?? '',
            row.who,
            say(row.use),
            say(row.step),
            row.purpose,
            row.fields.map(({ name }) => say(name)).join('、'),
            say(row.resultWords),
            String(row.ms),
            row.hash,
          ]),
        )
        .join('');
  }

  /** The trailer signs what came before it, so that a file can be checked without asking anybody. */
  async function* jsonLines(filter: Omit<ReadFilter, 'limit'>): AsyncGenerator<string> {
    const { privateKey, publicHex } = createReadLogKey(parts.masterKey);
    const digest = createHash('sha256');
    let count = 0;
    for await (const rows of batches(filter)) {
      const piece = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      digest.update(piece);
      count += rows.length;
      yield piece;
    }
    const sha256 = digest.digest('hex');
    const signature = sign(null, Buffer.from(sha256, 'hex'), privateKey).toString('hex');
    yield `${JSON.stringify({ lines: count, sha256, signature, publicKey: publicHex, exportedAt: clock() })}\n`;
  }
}

const headings = [
  text('时间', 'At'),
  text('地区', 'Region'),
  text('场景', 'Scenario'),
  text('办件编号', 'Case'),
  text('读取人', 'On behalf of'),
  text('用途项', 'Data use'),
  text('环节', 'Step'),
  text('用途', 'Purpose'),
  text('字段', 'Fields'),
  text('结果', 'Result'),
  text('毫秒', 'Milliseconds'),
  text('校验', 'Hash'),
];

/** A cell a spreadsheet would take for a formula is kept a text by a quote in front. */
function csvLine(cells: string[]): string {
  const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  return `${cells.map(cell).join(',')}\r\n`;
}

type NameParts = Pick<DataParts, 'store'>;
interface ScenarioNames {
  name: Text;
  use: Text;
  step: Text;
}
/** Names behind the ids of a page of reads; each document is asked for once. */
function createNames({ store }: NameParts) {
  const packages = new Map<string, Promise<import('../../compile/plan.ts').ScenarioPackage | undefined>>();
  const documents = new Map<string, ReturnType<typeof findResource>>();
  const actors = new Map<string, Promise<string>>();
  const kept = <T>(map: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> => {
    const known = map.get(key);
    if (known) return known;
    if (map.size > 500) map.clear();
    const made = load();
    map.set(key, made);
    made.catch(() => map.delete(key));
    return made;
  };
  const packageOf = (region: string, scenario: string) =>
    kept(packages, `${region}/${scenario}`, async () => {
      const rows = await store.query<{ version: number | null }>({
        text: 'SELECT live_version AS version FROM scenarios WHERE region = $1 AND id = $2',
        values: [region, scenario],
      });
      const version = rows[0]?.version;
      if (version) return (await findVersion(store, region, scenario, { version }))?.package;
      return (await findScenarioDraft(store, region, scenario))?.package;
    });
  const documentOf = (read: ChainedRead) =>
    kept(documents, `${read.ownerRegion}/${read.resource}`, () =>
      findResource(store, { region: read.ownerRegion ?? read.region, id: read.resource }),
    );

  return {
    async scenario(read: ChainedRead): Promise<ScenarioNames> {
      const scenario = (await packageOf(read.region, read.scenario))?.scenario;
      return {
        name: scenario?.name ?? text(read.scenario, read.scenario),
        use: scenario?.data?.[read.dataUse]?.name ?? text('数据读取', 'Data'),
        step: (read.node && scenario?.nodes[read.node]?.name) || text('流程以外', 'Outside the flow'),
      };
    },
    async resource(read: ChainedRead): Promise<Text> {
      const record = await documentOf(read);
      return (record?.document ?? record?.draft)?.name ?? text(read.resource, read.resource);
    },
    async fields(read: ChainedRead): Promise<{ id: string; name: Text }[]> {
      const record = await documentOf(read);
      const document = record?.document ?? record?.draft ?? null;
      return read.fields.map((id) => ({ id, name: document?.fields[id]?.name ?? text(id, id) }));
    },
    /** Staff by name; a citizen as the applicant: whose case it is, the case number tells those who may know. */
    actor(id: string | undefined): Promise<string> {
      if (id === undefined || !/^[0-9a-f-]{36}$/.test(id)) return Promise.resolve('');
      return kept(actors, id, async () => {
        const rows = await store.query<{ kind: string; name: string }>({
          text: 'SELECT kind, name FROM accounts WHERE id = $1',
          values: [id],
        });
        return rows[0]?.kind === 'staff' ? rows[0].name : '申请人';
      });
    },
  };
}
