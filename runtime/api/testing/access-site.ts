/** What the access matrix is tried on: people, a case with a certificate, a draft, and a well-formed request per route. */
import type {
  AccountList,
  CaseStarted,
  DataApplicationPage,
  Draft,
  ScenarioDraft,
  TaskList,
  Tracking,
  UploadView,
} from '../../../schemas/generated/api.ts';
import type { Connection } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { saveConnection } from '../../store/connections.ts';
import type { IdentityName } from '../matrix.ts';
import type { RequestOptions, Visitor } from './client.ts';
import { journeyOf, startCase } from './newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './product.ts';

export interface AccessSite {
  product: TestProduct;
  visitors: Record<IdentityName, () => Promise<Visitor>>;
  /** Path and options of a route, with the real ids of this site. */
  requestFor(route: string): { method: string; path: string; options: RequestOptions };
  started: CaseStarted;
  taskId: string;
}

/** An application for more of what the officer's department keeps. */
const births = {
  region: '330424',
  scenario: 'newborn',
  resource: '330424~wj~birth-record',
  purpose: { 'zh-CN': '免交出生医学证明' },
  legalBasis: { 'zh-CN': '政务数据共享条例' },
  fields: [{ id: 'birthDate', reason: '核对出生日期' }],
  commandId: 'matrix-births',
};

export async function createAccessSite(): Promise<AccessSite> {
  const journey = journeyOf('no-father');
  const product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  await saveConnection(product.store, '330424', keptConnection);
  const { client } = product;
  const administrator = await client.signIn('admin', demoPassword);
  await openAccounts(product, administrator);
  const applicant = await client.signIn('mother', demoPassword);
  const officer = await client.signIn('wj', demoPassword);
  await openForm(officer);
  const started = await startCase(applicant, journey);
  await decide(officer, 'issue', { 'birth.certificateNumber': 'X330000001', 'birth.issuedOn': '2026-09-28' });
  const documentId = await documentOf(applicant, started.caseNo);
  const taskId = (await inbox(officer)).rows[0]?.id ?? '';
  const draft = await applicant.send<Draft>('POST', '/api/drafts', {
    body: { region: '330424', scenario: 'newborn', commandId: 'draft-0001' },
  });
  const designer = await client.signIn('designer', demoPassword);
  const scenario = (await designer.send<ScenarioDraft>('GET', '/api/scenarios/newborn/draft')).body;
  const accounts = (await administrator.send<AccountList>('GET', '/api/accounts')).body;
  const accountId = accounts.rows.find((row) => row.username === 'cdc')?.id ?? '';

  const evidence = { for: { task: taskId }, name: '照片.jpg', size: 900 };
  const upload = await officer.send<UploadView>('POST', '/api/uploads', { body: evidence });
  if (upload.status !== 201) throw new Error(upload.bytes.toString());

  const application = await designer.send<DataApplicationPage>('POST', '/api/data/applications', { body: { ...births, submit: true } });

  const parameters: Record<string, string> = {
    ':caseNo': started.caseNo,
    ':clock': 'c_case',
    ':taskId': taskId,
    ':region': '330424',
    ':scenario': 'newborn',
    ':number': 'X330000001',
    ':version': '1',
    ':connection': 'nobody',
    ':formId': 'matrix-form',
    ':elementId': 'matrixElement',
    ':format': 'json',
    ':assistId': `${nobody}.p1`,
    ':reportId': `${nobody}.p1`,
    ':migrationId': '01890000-0000-7000-8000-000000000000',
    ':resource': births.resource,
    ':demand': nobody,
    ':fingerprint': unsigned.manifest.publisher.fingerprint,
    ':department': 'cdc',
    ':grant': '330424~newborn~wj-birth-record',
    ':application': application.body.id,
    ':part': 'office',
    ':comment': nobody,
    ':template': '330000~family~newborn',
    ':proposalId': '01890000-0000-7000-8000-000000000000',
    ':incidentId': '01890000-0000-7000-8000-000000000000.i1',
  };
  /** `:id` means another thing in each part of the API. */
  const idIn = (path: string) => {
    if (path.includes('/documents/')) return documentId;
    if (path.includes('/papers/')) return 'p999999';
    if (path.includes('/materials/')) return nobody;
    if (path.startsWith('/api/licences')) return `330424.${nobody}`;
    if (path.startsWith('/api/uploads')) return upload.body.id;
    if (path.startsWith('/api/connections')) return keptConnection.id;
    if (path.startsWith('/api/imports')) return nobody;
    if (path.startsWith('/api/drafts')) return draft.body.id;
    if (path.startsWith('/api/accounts')) return accountId;
    if (path.startsWith('/api/absences')) return nobody;
    return path.startsWith('/api/calendars') ? 'CN-workday' : 'newborn';
  };
  const requests = requestsOf({ pkg: scenario.package, rev: scenario.rev, journey, taskId });
  const session = (username: string) => () => client.signIn(username, demoPassword);
  return {
    product,
    started,
    taskId,
    visitors: {
      anonymous: async () => client.anonymous,
      applicant: session('mother'),
      otherApplicant: session('newcomer'),
      officer: session('wj'),
      otherDepartment: session('reform.officer'),
      otherRegion: session('other.region'),
      administrator: session('admin'),
      designer: session('designer'),
      supervisor: session('watch'),
    },
    requestFor(route) {
      const [method = '', template = ''] = route.split(' ');
      const { query = '', ...options } = requests[route] ?? {};
      const path = template.replace(/:\w+/g, (name) => parameters[name] ?? idIn(template));
      return { method, path: `${path}${query}`, options };
    },
  };
}

async function openAccounts({ client, store }: TestProduct, administrator: Visitor): Promise<void> {
  const { upsertOrganisation } = await import('../../store/accounts.ts');
  await upsertOrganisation(store, { region: '330424', department: 'archive', name: { 'zh-CN': '档案馆' } });
  const open = (visitor: Visitor, username: string, grants: object[]) =>
    visitor.send('POST', '/api/accounts', { body: { username, name: username, password: demoPassword, grants } });
  const first = await open(administrator, 'reform.officer', [
    { region: '330424', department: 'archive', role: 'officer' },
    { region: '330424', department: 'archive', role: 'keeper' },
  ]);
  const third = await open(administrator, 'watch', [
    { region: '330424', role: 'supervisor' },
    { region: '330424', role: 'operator' },
    { region: '330424', role: 'steward' },
  ]);
  const other = await client.signIn('admin.jj', demoPassword);
  const region = '331002';
  const second = await open(other, 'other.region', [
    { region, department: 'wj', role: 'officer' },
    { region, department: 'wj', role: 'keeper' },
    { region, role: 'designer' },
    { region, role: 'admin' },
  ]);
  // The officer of the desk keeps the forms of its department as well.
  // Asked for by name: the list has pages.
  const accounts = (await administrator.send<AccountList>('GET', '/api/accounts?q=wj')).body.rows;
  const officer = accounts.find((row) => row.username === 'wj')?.id ?? '';
  const keeps = { grants: ['officer', 'keeper'].map((role) => ({ region: '330424', department: 'wj', role })) };
  await administrator.send('PATCH', `/api/accounts/${officer}`, { body: keeps });
  for (const made of [first, second, third]) if (made.status !== 201) throw new Error(made.bytes.toString());
}

const matrixElement = { code: 'MATRIX1', name: { 'zh-CN': '矩阵数据元' }, type: 'string', sensitivity: 2 };
const matrixForm = {
  format: 'lianban.form/1',
  id: 'matrix-form',
  name: { 'zh-CN': '矩阵表' },
  department: 'wj',
  version: 1,
  sections: {},
  fields: {},
};

/** One form and one data element of the officer's department. */
async function openForm(keeper: Visitor): Promise<void> {
  const form = { department: 'wj', id: matrixForm.id, name: matrixForm.name };
  const made = [
    await keeper.send('POST', '/api/forms', { body: form }),
    await keeper.send('POST', '/api/elements', { body: { department: 'wj', id: 'matrixElement', element: matrixElement } }),
  ];
  for (const one of made) if (one.status !== 201) throw new Error(one.bytes.toString());
}

const inbox = async (officer: Visitor) => (await officer.send<TaskList>('GET', '/api/tasks')).body;

/** Decides the officer's task that offers this decision. */
async function decide(officer: Visitor, decision: string, outputs: Record<string, string>): Promise<void> {
  for (const row of (await inbox(officer)).rows) {
    const page = await officer.send<{ rev: number; decisions: { id: string }[] }>('GET', `/api/tasks/${row.id}`);
    if (!page.body.decisions.some((one) => one.id === decision)) continue;
    const body = { rev: page.body.rev, decision, outputs, commandId: 'decide-0001' };
    const done = await officer.send('POST', `/api/tasks/${row.id}/complete`, { body });
    if (done.status !== 200) throw new Error(done.bytes.toString());
    return;
  }
  throw new Error(`No task offers ${decision}.`);
}

/** The worker makes the certificate; it is there within a moment. */
async function documentOf(applicant: Visitor, caseNo: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { documents } = (await applicant.send<Tracking>('GET', `/api/my/cases/${caseNo}`)).body;
    if (documents[0]) return documents[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('No certificate was made.');
}

type Prepared = RequestOptions & { query?: string };
function requestsOf({
  pkg,
  rev,
  journey,
  taskId,
}: {
  pkg: unknown;
  rev: number;
  journey: { values: object };
  taskId: string;
}): Record<string, Prepared> {
  const commandId = 'matrix-0001';
  // A rev that nobody has seen: whoever is let in is told that it is stale, and nothing changes.
  const stale = 9999;
  const here = { query: '?region=330424' };
  const body = (content: object): Prepared => ({ body: content });
  return {
    'POST /api/session': body({ username: 'wj', password: '' }),
    'POST /api/drafts': body({ region: '330424', scenario: 'newborn', commandId }),
    'POST /api/services/:region/:scenario/fit': body({ values: {} }),
    'PUT /api/data/resources/:resource': body({ rev: stale, document: (pkg as ScenarioPackage).resources['wj/birth-record'] }),
    'POST /api/data/resources/:resource/publish': body({ rev: stale, notes: '矩阵' }),
    'POST /api/data/resources/:resource/withdraw': body({ rev: stale, reason: '矩阵' }),
    'POST /api/data/resources/:resource/try': body({ sample: 0 }),
    'GET /api/data/applications/proposal': { query: `?region=330424&scenario=newborn&resource=${births.resource}` },
    'POST /api/data/applications': body({ ...births, commandId }),
    'POST /api/data/applications/pass-batch': body({ items: [{ id: nobody, rev: 1 }], commandId }),
    'PUT /api/data/applications/:application': body({
      rev: stale,
      purpose: births.purpose,
      legalBasis: births.legalBasis,
      fields: births.fields,
    }),
    'POST /api/data/applications/:application/actions': body({ action: 'grant', rev: stale, commandId }),
    'POST /api/data/grants/:grant/actions': body({ action: 'suspend', rev: stale, reason: '矩阵', commandId }),
    'GET /api/data/reads': { query: `?resource=${births.resource}` },
    'GET /api/data/reads/export': { query: `?resource=${births.resource}` },
    'GET /api/data/reads/verify': here,
    'POST /api/data/messages/seen': body({ upTo: nobody }),
    'GET /api/data/rights': { query: '?region=330424&scenario=newborn' },
    'PUT /api/drafts/:id/consents': body({ grants: {}, rev: stale }),
    'PUT /api/drafts/:id/values': body({ values: {}, rev: stale }),
    'POST /api/drafts/:id/check': body({}),
    'POST /api/drafts/:id/submit': body({ values: {}, commandId, declaration: true }),
    'POST /api/cases': body({ region: '330424', scenario: 'newborn', values: { ...journey.values, 'baby.name': '' }, commandId }),
    'POST /api/my/cases/:caseNo/form': body({ values: {} }),
    'POST /api/tasks/:taskId/form': body({ values: {} }),
    'POST /api/my/cases/:caseNo/supplement': body({ values: {}, commandId }),
    'POST /api/my/cases/:caseNo/withdraw': body({ commandId }),
    'POST /api/my/cases/:caseNo/rating': body({ stars: 5 }),
    'POST /api/my/cases/:caseNo/papers/:id/acknowledge': body({ commandId }),
    // Not a ground this clock names, nothing to resume, and far too long: whoever is let in is told so.
    'POST /api/cases/:caseNo/clocks/:clock/suspend': body({ reason: 'hearing', commandId }),
    'POST /api/cases/:caseNo/clocks/:clock/resume': body({ commandId }),
    'POST /api/cases/:caseNo/clocks/:clock/extend': body({ days: 365, reason: '需现场核查', approvedBy: '李局长', commandId }),
    'POST /api/uploads': body({ for: { task: taskId }, name: '照片.jpg', size: 900 }),
    'POST /api/uploads/use': body({ for: { task: taskId }, path: 'baby.name', offer: { kind: 'promise' } }),
    // From a place that nobody has come to.
    'PATCH /api/uploads/:id': { raw: Buffer.from('x'), headers: { 'content-type': 'application/octet-stream', 'upload-offset': '899' } },
    'POST /api/my/data/corrections': body({ upload: nobody, reason: '有误' }),
    'POST /api/my/data/deletions': body({ upload: nobody }),
    'POST /api/my/data/withdrawals': body({ case: nobody, data: 'd_none', commandId }),
    'POST /api/my/cases/:caseNo/materials/:id': body({ files: [nobody] }),
    'POST /api/licences/:id/revoke': body({ reason: '矩阵' }),
    'POST /api/my/consents/:caseNo': body({ decision: 'agree', commandId }),
    'POST /api/tasks/:taskId/claim': body({}),
    'POST /api/tasks/:taskId/release': body({}),
    'POST /api/tasks/:taskId/complete': body({ rev: stale, decision: 'register', commandId }),
    'POST /api/tasks/:taskId/supplement': body({ rev: stale, defects: [{ words: '请补正' }], commandId }),
    'POST /api/scenarios/:id/migrations/plan': { ...here, body: {} },
    'GET /api/scenarios/:id/migrations': here,
    'POST /api/scenarios/:id/migrations': { ...here, body: {} },
    'GET /api/scenarios/:id/migrations/:migrationId': here,
    'POST /api/scenarios/:id/migrations/:migrationId/move': { ...here, body: {} },
    'POST /api/scenarios/:id/migrations/:migrationId/undo': { ...here, body: {} },
    'GET /api/scenarios/:id/upgrade': here,
    'POST /api/scenarios/:id/upgrade': { ...here, body: {} },
    'GET /api/scenarios/:id/upgrade/desk': here,
    'PUT /api/scenarios/:id/upgrade/decisions': { ...here, body: { rev: 1, key: 'scenario/name' } },
    'POST /api/scenarios/:id/upgrade/retarget': { ...here, body: { rev: 1 } },
    'POST /api/scenarios/:id/upgrade/check': { ...here, body: { rev: 1 } },
    'POST /api/scenarios/:id/upgrade/finish': { ...here, body: { rev: 1, draftRev: stale } },
    'POST /api/scenarios/:id/upgrade/undo': { ...here, body: {} },
    'POST /api/scenarios/:id/upgrade/give-up': { ...here, body: { rev: 1 } },
    'POST /api/scenarios/:id/upgrade/later': { ...here, body: { version: stale, answer: 'declined', reason: '矩阵说明' } },
    'GET /api/scenarios/:id/remembered-choices': here,
    'PUT /api/scenarios/:id/remembered-choices': { ...here, body: { key: 'scenario/name' } },
    'GET /api/scenarios/:id/upgrade/comments': here,
    'POST /api/scenarios/:id/upgrade/comments': { ...here, body: { words: '矩阵' } },
    'GET /api/scenarios/:id/drift': here,
    'PUT /api/scenarios/:id/drift/reasons': { ...here, body: { key: 'nothing', reason: '矩阵' } },
    'POST /api/proposals': body({ region: '330424', scenario: 'newborn', keys: ['nothing'], title: '矩阵', why: '矩阵', commandId }),
    'GET /api/proposals/evidence': { query: '?scenario=newborn&keys=nothing&region=330424' },
    'POST /api/proposals/:region/:proposalId/answer': body({ rev: 1, key: 'nothing', take: false, reason: '矩阵' }),
    'POST /api/proposals/:region/:proposalId/withdraw': body({ rev: 1 }),
    'PUT /api/templates/:template/waves': body({ version: 1, waves: [{ name: '第一批', regions: ['330424'] }] }),
    'POST /api/templates/:template/waves/:version': body({ rev: 1, action: 'pause' }),
    'POST /api/templates/:template/fleet/:region/:scenario/comments': body({ words: '矩阵' }),
    'POST /api/incidents/:incidentId/act': body({ action: 'retry', reason: '外部系统已恢复', commandId }),
    'POST /api/tasks/:taskId/operations': body({ type: 'transfer', to: { department: 'nowhere' }, reason: '转办', commandId }),
    'POST /api/tasks/:taskId/return-preview': body({ to: 'previous', back: 'replay', branches: 'cancel' }),
    'POST /api/forms': body({ region: '330424', department: 'wj', id: 'matrix-form', name: matrixForm.name }),
    'PUT /api/forms/:formId': body({ rev: stale, form: matrixForm }),
    'POST /api/forms/:formId/check': body({ form: matrixForm }),
    'POST /api/forms/:formId/impact': body({}),
    'POST /api/forms/:formId/submit': body({ rev: stale, notes: '说明', commandId }),
    'POST /api/forms/:formId/recall': body({ rev: stale }),
    'POST /api/forms/:formId/release': body({ rev: stale, commandId }),
    'POST /api/forms/:formId/return': body({ rev: stale, remarks: '请修改' }),
    'POST /api/forms/:formId/withdraw': body({ reason: '不再使用' }),
    'POST /api/forms/:formId/adopt': body({ scenario: 'newborn', rev: stale, version: 1 }),
    'GET /api/elements': here,
    'POST /api/elements': body({ region: '330424', department: 'wj', id: 'matrixElement', element: matrixElement }),
    'POST /api/elements/similar': body({ region: '330424', label: '身份证号' }),
    'POST /api/elements/import': body({ region: '330424', department: 'wj', format: 'json', content: 'e30=', apply: false }),
    'GET /api/elements/export/:format': here,
    'GET /api/elements/:elementId': here,
    'PUT /api/elements/:elementId': { ...here, body: { rev: stale, element: matrixElement } },
    'POST /api/elements/:elementId/retire': { ...here, body: { rev: stale } },
    'POST /api/assists/:assistId/answer': body({ kind: 'noRecord', commandId }),
    'POST /api/assists/:assistId/urge': body({ commandId }),
    'POST /api/disputes/decide': body({ taskId, path: 'mother.name', use: 'register', reason: '已核对原件', commandId }),
    'POST /api/disputes/:reportId/answer': body({ verdict: 'confirmed', words: '已核对', commandId }),
    'POST /api/cases/:caseNo/operations': body({ type: 'suspend', reason: ' ', basis: '依据', commandId }),
    'POST /api/cases/:caseNo/steps': body({ do: 'start', node: 'nowhere', commandId }),
    'POST /api/cases/:caseNo/jump-preview': body({ token: 't999', to: 'nowhere', branches: 'keep' }),
    'POST /api/my/cases/:caseNo/urge': body({ commandId: 'matrix-urge' }),
    'POST /api/absences': body({ region: '330424', deputy: nobody, first: '2026-09-28', last: '2026-09-29' }),
    'POST /api/events/:region/:connection': body({ message: 'nothing' }),
    'POST /api/events': body({ region: '330424', message: 'nothing', reason: 'matrix', commandId }),
    'GET /api/events/recent': here,
    'GET /api/scenarios': here,
    'POST /api/scenarios': body({ id: 'newborn', region: '330424', from: { template: 'family/newborn' } }),
    'GET /api/scenarios/:id/draft': here,
    'PUT /api/scenarios/:id/draft': { ...here, body: { rev: stale, package: pkg } },
    'POST /api/scenarios/:id/presence': { ...here, body: { page: 'matrix-page' } },
    'GET /api/scenarios/:id/comments': here,
    'POST /api/scenarios/:id/comments': { ...here, body: { words: '矩阵', named: [], commandId } },
    'POST /api/scenarios/:id/comments/:comment/resolution': { ...here, body: { resolved: true } },
    'GET /api/scenarios/:id/colleagues': here,
    'GET /api/scenarios/:id/history': here,
    'POST /api/messages/seen': body({}),
    'POST /api/scenarios/:id/check': { ...here, body: { package: pkg } },
    'POST /api/scenarios/:id/types': { ...here, body: { package: pkg, script: 'noSuchScript' } },
    'POST /api/scenarios/:id/script-run': { ...here, body: { package: pkg, script: 'noSuchScript', input: null } },
    'POST /api/scenarios/:id/script-check': { ...here, body: { source: '', declarations: '' } },
    'POST /api/scenarios/:id/script-rename': { ...here, body: { package: pkg, from: 'mother.nothing', to: 'mother.nothingElse' } },
    'GET /api/scenarios/:id/case-results': here,
    'POST /api/scenarios/:id/case-generation': { ...here, body: { package: pkg, target: { kind: 'nodes', id: 'noSuchStep' } } },
    'POST /api/scenarios/:id/case-comparison': { ...here, body: { before: 1, after: 'draft' } },
    'POST /api/scenarios/:id/case-replay': { ...here, body: { limit: 1 } },
    // Nothing has changed since version 1, so publishing answers version 1.
    'POST /api/scenarios/:id/publish': { ...here, body: { rev, notes: 'again', commandId } },
    'GET /api/scenarios/:id/release': here,
    'POST /api/scenarios/:id/release/review': { ...here, body: { message: '请会签' } },
    'POST /api/scenarios/:id/release/review/close': here,
    'POST /api/scenarios/:id/release/stop': here,
    'POST /api/scenarios/:id/release/widen': { ...here, body: { share: 50 } },
    'POST /api/scenarios/:id/release/roll-back': { ...here, body: { from: 1, reason: '试一试' } },
    'POST /api/scenarios/:id/release/withdraw': { ...here, body: { message: '暂停受理' } },
    'POST /api/scenarios/:id/release/offer-again': here,
    'POST /api/release-reviews/:region/:scenario/:part': { body: { hash: `sha256:${'0'.repeat(64)}`, agrees: true, opinion: '' } },
    'PUT /api/release-rule': { body: { signing: false } },
    'GET /api/scenarios/:id/repository': here,
    'PUT /api/scenarios/:id/repository': { ...here, body: { address: 'https://git.example.cn/newborn.git', branch: 'main' } },
    'POST /api/scenarios/:id/repository/push': { ...here, body: { message: '第一次推送' } },
    'POST /api/scenarios/:id/repository/pull': { ...here, body: {} },
    'POST /api/scenarios/:id/whole-check': { ...here, body: { package: pkg } },
    'GET /api/scenarios/:id/versions': here,
    'GET /api/scenarios/:id/versions/:version': here,
    'GET /api/scenarios/:id/readiness': here,
    'GET /api/templates/tracks': here,
    'PUT /api/templates/tracks': { ...here, body: { rev: stale, lists: [] } },
    'POST /api/templates/demands': body({ region: '330424', note: '希望有这个模板' }),
    'POST /api/templates/demands/:demand/answer': body({ note: '已列入计划' }),
    'PUT /api/templates/:template/tracks': body({ tracks: [] }),
    'POST /api/templates/:template/withdraw': body({ version: 1, reason: '内容有误' }),
    'GET /api/scenarios/:id/localisation': here,
    'PUT /api/scenarios/:id/localisation': { ...here, body: { rev: stale } },
    'GET /api/scenarios/:id/lineage': here,
    'POST /api/scenarios/:id/lineage/cut': { ...here, body: { reason: '  ' } },
    'GET /api/scenarios/:id/template-release': here,
    'GET /api/scenarios/:id/template-release/forecast': here,
    'POST /api/scenarios/:id/template-release': {
      ...here,
      body: {
        rev: stale,
        settings: { templateId: 'family/newborn', name: matrixForm.name, field: 'family', level: 'shared' },
        notes: { why: matrixForm.name, must: false },
        commandId,
      },
    },
    'POST /api/scenarios/:id/template-release/review': { ...here, body: { do: 'release', rev: 1, commandId } },
    'POST /api/packages': body(unsigned),
    'POST /api/packages/preview': body(unsigned),
    'POST /api/packages/keys': body({ region: '330000', regionName: '浙江省', publicKey: unsigned.publicKey, fingerprint: 'a'.repeat(64) }),
    'POST /api/packages/keys/:fingerprint/revoke': body({ reason: '密钥遗失' }),
    'GET /api/organisations/:department/affected': here,
    // A department of that name is there.
    'POST /api/organisations': body({ region: '330424', name: { 'zh-CN': '公安局' } }),
    'PUT /api/organisations/:department': body({ region: '330424', successor: 'nowhere' }),
    'GET /api/catalogue/elements': here,
    'GET /api/catalogue/resources': here,
    'GET /api/catalogue/departments': here,
    'GET /api/accounts': here,
    'POST /api/accounts': body({ username: 'new', name: 'new', password: 'weak', grants: [{ region: '330424', role: 'designer' }] }),
    'PATCH /api/accounts/:id': body({ password: 'weak' }),
    'GET /api/calendars': here,
    'GET /api/calendars/:id': here,
    'PUT /api/calendars/:id': body({ region: '330424', version: stale, calendar: workdays }),
    'GET /api/connections': here,
    'GET /api/connections/:id': here,
    'PUT /api/connections/:id': body({ region: '330424', rev: stale, connection: keptConnection }),
    'DELETE /api/connections/:id': here,
    'PUT /api/connections/:id/secret': body({ region: '330424', value: 'geheim' }),
    'POST /api/connections/:id/test': body({ region: '330424' }),
    'GET /api/imports': here,
    'GET /api/imports/fields': { query: '?region=330424&resource=wj/birth-record' },
    'POST /api/imports/preview': body({ region: '330424', resource: 'wj/birth-record', fileName: 'a.csv', head: 'YSxiCjEsMgo=' }),
    'POST /api/imports': body({
      region: '330424',
      resource: 'wj/birth-record',
      fileName: 'a.csv',
      bytes: 9,
      file: { format: 'csv', columns: { none: '无' } },
      mode: 'replace',
      commandId,
    }),
    'GET /api/imports/:id': here,
    'PUT /api/imports/:id/content': {
      query: '?region=330424&offset=0',
      raw: Buffer.from('x'),
      headers: { 'content-type': 'application/octet-stream' },
    },
    'POST /api/imports/:id/cancel': body({ region: '330424' }),
    'GET /api/imports/:id/rejected': here,
    'GET /api/hosts': here,
    'PUT /api/hosts': body({ region: '330424', rev: stale, hosts: [] }),
    'GET /metrics': { headers: { 'x-forwarded-for': '203.0.113.9' } },
  };
}

/** A file nobody signed. */
const unsigned = {
  format: 'lianban.signed-package/1',
  manifest: {
    publisher: { region: '330000', name: '浙江省', fingerprint: '0'.repeat(64) },
    template: 'family/newborn',
    name: { 'zh-CN': '矩阵' },
    version: 9,
    hash: `sha256:${'0'.repeat(64)}`,
    notes: { why: { 'zh-CN': '矩阵' }, must: false },
    author: { name: '矩阵' },
    at: '2026-09-28T00:00:00.000Z',
    exportedAt: '2026-09-28T00:00:00.000Z',
    documents: {},
  },
  documents: {},
  publicKey: `${'A'.repeat(43)}=`,
  signature: 'A'.repeat(88),
};

/** Of the officer's department, whose resources are read over it. */
const keptConnection: Connection = {
  format: 'lianban.connection/1',
  id: 'wj',
  name: { 'zh-CN': '卫健数据服务' },
  owner: { department: 'wj' },
  kind: 'http',
  baseUrl: 'http://127.0.0.1:9',
  auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-wj' },
  timeoutMs: 500,
  retries: 0,
};
const nobody = '01890000-0000-7000-8000-000000000001';
const workdays = { format: 'lianban.calendar/1', id: 'CN-workday', region: '000000', name: { 'zh-CN': '日历' }, version: 1, years: {} };
