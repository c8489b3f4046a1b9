/**
 * What a person may know and do about their own data: who read what and why, a copy, corrections, deletion with the reasons
 * that stand against it, and taking a consent back.
 */
import type {
  CaseRead,
  ConsentWithdrawal,
  DataCorrection,
  DataDeletion,
  DeletionAnswer,
  Done,
  MyCaseData,
  MyData,
  MyRead,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { listCaseReaders } from '../../store/audit-readers.ts';
import { type CaseSummary, expireDraft, listCases, listOwnCases } from '../../store/cases.ts';
import { type Erasure, endDraftNow, insertDataRequest, insertErasure, listErasures } from '../../store/erasures.ts';
import { insertReport } from '../../store/quality-reports.ts';
import { listOwnUploads, updateUpload } from '../../store/uploads.ts';
import { citizenActor, commandIdOf } from '../cases/commands.ts';
import { departmentName } from '../cases/form-view.ts';
import type { CaseParts } from '../cases/parts.ts';
import { showValue } from '../cases/show.ts';
import { english, say } from '../cases/words.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { dropContent } from '../materials/uploads.ts';
import { fileView } from '../materials/views.ts';
import type { LoadedPlan } from '../plans.ts';
import { copyOf } from './copy.ts';

/** What the read log says about a person: services/data. */
export type ReadsAbout = (input: { idNumber: string; limit?: number; before?: string }) => Promise<
  {
    id: string;
    at: string;
    caseId?: string;
    resourceName: Text;
    scenarioName: Text;
    ownerName: Text;
    fieldNames: Text[];
    resultWords: Text;
    purpose?: string;
  }[]
>;

export interface MyDataParts extends CaseParts {
  readsAbout: ReadsAbout;
}

const pageOfReads = 50;

export function createMyData(parts: MyDataParts) {
  const { store } = parts;

  async function ownCases(actor: SessionActor): Promise<CaseSummary[]> {
    const keys = actor.kind === 'person' ? await listOwnCases(store, actor.accountId, undefined) : [];
    return (await listCases(store, keys)).filter((one) => one.account === actor.accountId);
  }

  async function readsOf(actor: SessionActor, cases: readonly CaseSummary[], before?: string): Promise<MyRead[]> {
    const idNumber = actor.person?.idNumber;
    if (!idNumber) return [];
    const numbers = new Map(cases.map((one) => [one.id, one.case_no ?? undefined]));
    const reads = await parts.readsAbout({ idNumber, limit: pageOfReads, ...(before ? { before } : {}) });
    return reads.map((read) => {
      const caseNo = read.caseId && numbers.get(read.caseId);
      return {
        id: read.id,
        at: read.at,
        by: read.scenarioName,
        owner: read.ownerName,
        resource: read.resourceName,
        fields: read.fieldNames,
        ...(read.purpose ? { purpose: say(read.purpose, read.purpose) } : {}),
        result: read.resultWords,
        ...(caseNo ? { caseNo } : {}),
        // Somebody else's case read it: with this person's consent, or to look after a child.
        own: read.caseId !== undefined && numbers.has(read.caseId),
      };
    });
  }

  async function caseData(one: CaseSummary, erasures: readonly Erasure[]): Promise<MyCaseData> {
    const loaded = await parts.plans.getPlan(one.region, one.scenario, { hash: one.hash });
    const { plan } = loaded;
    const readers = one.case_no ? await listCaseReaders(store, { region: one.region, caseId: one.id, caseNo: one.case_no }) : [];
    return {
      id: one.id,
      ...(one.case_no ? { caseNo: one.case_no } : {}),
      name: plan.scenario.name,
      regionName: await parts.regionName(one.region),
      status: one.state.status,
      savedAt: one.saved_at,
      fields: Object.entries(one.state.fields).flatMap(([path, field]) => {
        const type = plan.types[path];
        if (!type || field.value === null || type.type === 'file') return [];
        const use = field.source === 'shared' && field.origin ? plan.data[field.origin] : undefined;
        return [
          {
            path,
            label: type.name,
            shown: showValue(plan, path, field.value),
            at: field.at,
            source: use
              ? say(`来自${use.resourceDoc.name['zh-CN']}`, `From ${english(use.resourceDoc.name)}`)
              : (sourceWords[field.source] ?? say('系统', 'The system')),
            canCorrect: use !== undefined && one.case_no !== null,
          },
        ];
      }),
      consents: consentsOf(loaded, one),
      readers: readers.map(
        (reader): CaseRead => ({
          at: reader.at,
          by: reader.department ? departmentName(plan, reader.department) : say('工作人员', 'Staff'),
          what: readerWords[reader.action] ?? say('查看了办件', 'Looked at the case'),
        }),
      ),
      erasures: erasures
        .filter((line) => line.caseId === one.id)
        .map(({ name, at, why, hash }) => ({ name, at, why: erasureWords[why], hash })),
      keep: keepReasons(one),
    };
  }

  async function myData({ actor, before }: { actor: SessionActor; before?: string }): Promise<MyData> {
    const cases = await ownCases(actor);
    const [reads, uploads, erasures] = await Promise.all([
      readsOf(actor, cases, before),
      listOwnUploads(store, actor.accountId),
      listErasures(store, cases),
    ]);
    const last = reads.at(-1);
    return {
      reads,
      ...(last && reads.length === pageOfReads ? { before: last.id } : {}),
      cases: await Promise.all(cases.map((one) => caseData(one, erasures))),
      uploads: uploads
        .filter((row) => row.kind === 'upload' || row.kind === 'earlier')
        .filter((row) => row.state === 'ready')
        .map((row) => {
          const owner = cases.find((one) => one.id === row.case_id);
          return {
            ...fileView(row, [], parts.clock()),
            ...(owner?.case_no ? { caseNo: owner.case_no } : {}),
            canDelete: row.attached_at === null || owner === undefined || owner.status === 'draft',
          };
        }),
    };
  }

  async function ownCase(actor: SessionActor, id: string): Promise<CaseSummary> {
    const found = (await ownCases(actor)).find((one) => one.id === id);
    if (!found) throw new NotFoundError('case.unknown');
    return found;
  }

  return {
    myData,

    /** Everything kept about the person, as data for another program. */
    async exportData({ actor }: { actor: SessionActor }): Promise<{ type: string; name: string; content: Buffer }> {
      const data = await wholeData(actor);
      await noteRequest(actor, 'export', 'json', {});
      return { type: 'application/json', name: '我的数据.json', content: Buffer.from(JSON.stringify(data, null, 2)) };
    },

    /** The same to read or print. */
    async exportPaper({ actor }: { actor: SessionActor }): Promise<{ type: string; name: string; content: Uint8Array }> {
      const data = await wholeData(actor);
      await noteRequest(actor, 'export', 'pdf', {});
      const { content } = await parts.certificates.makeLetter(copyOf(actor.name, data, parts.clock()));
      return { type: 'application/pdf', name: '我的数据.pdf', content };
    },

    /** A value of a register goes to its owner as a report; an own upload is marked as wrong. */
    async correctData({ actor, ...input }: { actor: SessionActor } & DataCorrection): Promise<Done> {
      if ('upload' in input) {
        const row = (await listOwnUploads(store, actor.accountId)).find(({ id }) => id === input.upload);
        if (!row) throw new NotFoundError('upload.unknown');
        await updateUpload(store, row, { wrong: input.reason });
        await noteRequest(actor, 'correct', row.id, {}, row.region);
        return { done: say('已标记：这份材料不再沿用到新的申请', 'Marked: it is not used again for new applications') };
      }
      const one = await ownCase(actor, input.case);
      const { plan } = await parts.plans.getPlan(one.region, one.scenario, { hash: one.hash });
      const field = Object.hasOwn(one.state.fields, input.path) ? one.state.fields[input.path] : undefined;
      const use = field?.source === 'shared' && field.origin ? plan.data[field.origin] : undefined;
      if (!field || !use || !one.case_no) throw new NotFoundError('field.unknown');
      const { owner, name, fields, keys } = use.resourceDoc;
      const [key = ''] = Object.entries(use.provides).find(([, path]) => path === input.path) ?? [];
      await insertReport(store, {
        region: one.region,
        case_id: one.id,
        id: `my-${commandIdOf(actor, input.commandId)}`,
        case_no: one.case_no,
        data_use: field.origin!,
        resource: use.resource,
        field: key,
        path: input.path,
        owner_region: owner.region ?? one.region,
        department: owner.department,
        content: {
          scenarioName: plan.scenario.name,
          reportedBy: await parts.regionName(one.region),
          resourceName: name,
          fieldName: fields[key]?.name ?? plan.types[input.path]?.name ?? name,
          keys: Object.entries(one.state.fetches[field.origin!]?.keys ?? {}).map(([id, value]) => ({
            label: keys?.[id]?.name ?? name,
            shown: String(value ?? ''),
          })),
          register: showValue(plan, input.path, field.value),
          applicant: input.value,
          reason: input.reason,
          applicantReason: input.reason,
        },
        used: 'register',
        status: 'open',
        reported_at: parts.clock(),
      });
      await noteRequest(actor, 'correct', input.path, {}, one.region);
      return {
        done: say('已转交数据提供部门核对，结果会显示在办件里', 'Sent to the owner of the data; the answer will show in your case'),
      };
    },

    /** Deletes what may be deleted now; says of the rest why it is kept and until when. */
    async deleteData({ actor, ...input }: { actor: SessionActor } & DataDeletion): Promise<DeletionAnswer> {
      const answer = 'upload' in input ? await deleteUpload(actor, input.upload) : await deleteCase(actor, input.case);
      await noteRequest(actor, 'delete', 'upload' in input ? input.upload : input.case, { deleted: answer.deleted });
      return answer;
    },

    /** Reads that are still to come will not be made; what follows was shown before. */
    async withdrawConsent({ actor, ...input }: { actor: SessionActor } & ConsentWithdrawal): Promise<Done> {
      const one = await ownCase(actor, input.case);
      await parts.runBurst({
        region: one.region,
        caseId: one.id,
        commandsFor: () => [
          {
            id: commandIdOf(actor, input.commandId),
            at: parts.clock(),
            actor: citizenActor(actor),
            type: 'consentData',
            grants: { [input.data]: false },
          },
        ],
      });
      await noteRequest(actor, 'withdraw', input.data, { case: one.id }, one.region);
      return { done: say('已撤回同意，今后不再读取', 'Consent withdrawn: it will not be read again') };
    },
  };

  async function wholeData(actor: SessionActor): Promise<MyData> {
    const first = await myData({ actor });
    const cases = await ownCases(actor);
    const reads = [...first.reads];
    for (let before = first.before; before; ) {
      const more = await readsOf(actor, cases, before);
      reads.push(...more);
      before = more.length === pageOfReads ? more.at(-1)!.id : undefined;
    }
    const { before: _, ...rest } = first;
    return { ...rest, reads };
  }

  async function noteRequest(
    actor: SessionActor,
    kind: 'correct' | 'delete' | 'withdraw' | 'export',
    subject: string,
    result: Record<string, string | boolean>,
    region?: string,
  ) {
    const where = region ?? (await ownCases(actor))[0]?.region ?? '000000';
    await insertDataRequest(store, { region: where, account: actor.accountId, at: parts.clock(), kind, subject, result });
  }

  async function deleteUpload(actor: SessionActor, id: string): Promise<DeletionAnswer> {
    const row = (await listOwnUploads(store, actor.accountId)).find((one) => one.id === id);
    if (!row) throw new NotFoundError('upload.unknown');
    const owner = (await ownCases(actor)).find((one) => one.id === row.case_id);
    if (row.attached_at !== null && owner && owner.status !== 'draft') return { deleted: false, reasons: keepReasons(owner) };
    await insertErasure(store, {
      region: row.region,
      ...(row.case_id ? { caseId: row.case_id } : {}),
      account: actor.accountId,
      what: 'upload',
      subject: row.id,
      name: say(row.name, row.name),
      hash: row.sha256 ?? '',
      at: parts.clock(),
      why: 'asked',
    });
    await dropContent(parts, row, 'asked');
    return { deleted: true, reasons: [] };
  }

  async function deleteCase(actor: SessionActor, id: string): Promise<DeletionAnswer> {
    const one = await ownCase(actor, id);
    if (one.status !== 'draft') return { deleted: false, reasons: keepReasons(one) };
    const now = parts.clock();
    for (const row of await listOwnUploads(store, actor.accountId)) if (row.case_id === id) await dropContent(parts, row, 'asked');
    await endDraftNow(store, one, now);
    if (!(await expireDraft(store, one, now))) throw new ConflictError('draft.already_submitted');
    return { deleted: true, reasons: [] };
  }

  /** Consents of the person in a case, with what taking each back would mean. */
  function consentsOf({ plan }: LoadedPlan, { state }: CaseSummary): MyCaseData['consents'] {
    return Object.entries(state.consents).flatMap(([id, consent]) => {
      const use = plan.data[id];
      if (use?.consent !== true) return [];
      const open = state.status === 'draft' || state.status === 'running';
      const read = state.fetches[id]?.state === 'fetched';
      const effects =
        state.status === 'draft'
          ? [say('这些内容要由您自己填写', 'You will have to fill these in yourself')]
          : [
              ...(read
                ? [say('已经读取的内容留在办件里，按规定保存', 'What was read stays with the case and is kept as the rules say')]
                : []),
              say(
                '今后不再读取；办理中再需要时，会请您自己提供，办理可能变慢',
                'It is not read again; if it is needed later you will be asked for it, and your case may take longer',
              ),
            ];
      return [
        {
          data: id,
          name: use.name,
          department: departmentName(plan, use.resourceDoc.owner.department),
          granted: consent.granted,
          at: consent.at,
          canWithdraw: consent.granted && open,
          effects,
        },
      ];
    });
  }
}

/** Why a case is kept, in words; a draft has none. */
function keepReasons({ status, state }: CaseSummary): Text[] {
  if (status === 'draft') return [];
  if (status === 'running')
    return [
      say(
        '办件正在办理，办结前不能删除；您可以先撤回申请',
        'The case is being handled and cannot be deleted before it ends; you may withdraw the application first',
      ),
    ];
  const issued = Object.keys(state.issued).length > 0;
  return [
    say(
      '办件档案依照《档案法》和《政务服务电子文件归档》的要求保存，到期由系统自动删除',
      'Case files are kept as the Archives Law asks; they are deleted by themselves when the time is over',
    ),
    ...(issued ? [say('已颁发的证照仍然有效，作为依据的材料需要保留', 'Licences were issued on these grounds and are still valid')] : []),
  ];
}

const sourceWords: Record<string, Text> = {
  typed: say('您填写的', 'You typed it'),
  computed: say('自动计算', 'Computed'),
  output: say('办理结果', 'Result of the case'),
  shared: say('共享数据', 'Shared data'),
};
const readerWords: Record<string, Text> = {
  'task.read': say('办理时查看', 'Looked at it to handle it'),
  'task.claimed': say('认领办理', 'Took it up'),
  'case.read': say('查看了办件', 'Looked at the case'),
  'document.read': say('查看了证照', 'Looked at a certificate'),
  'material.read': say('查看了材料', 'Looked at a material'),
};
const erasureWords: Record<Erasure['why'], Text> = {
  retention: say('保存期满，自动删除', 'Its time was over: deleted by itself'),
  asked: say('您要求删除', 'You asked for it'),
  unattached: say('没有提交，自动清理', 'Not handed in: cleared'),
};

export type MyDataServices = ReturnType<typeof createMyData>;
