import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DataApplicationList,
  DataApplicationPage,
  DataBatchPassed,
  DataCounts,
  DataGrantPage,
  DataImpact,
  DataMessageList,
  DataProposal,
  DataResourceList,
  DataResourcePage,
  DataRights,
  DataScenarioList,
  DataTry,
  FindingList,
  Readiness,
  ScenarioDraft,
} from '../../schemas/generated/api.ts';
import type { DataResource } from '../../schemas/generated/documents.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
let steward: Visitor;
let keeper: Visitor;
let colleague: Visitor;
const marriage = '330424~mz~marriage';
const region = '330424';

beforeAll(async () => {
  product = await startProduct({ now: '2026-03-02T01:10:00.000Z' });
  const { client } = product;
  [designer, steward, keeper, colleague] = (await Promise.all(
    ['designer', 'steward', 'mz.keeper', 'mz.keeper2'].map((name) => client.signIn(name, demoPassword)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  const made = await designer.send('POST', '/api/scenarios', { body: { id: 'wedding', from: { template: 'family/newborn' } } });
  if (made.status !== 201) throw new Error(made.bytes.toString());
});
afterAll(() => product.close());

const text = (zh: string) => ({ 'zh-CN': zh });
const apply = (who: Visitor, body: object, status = 201) =>
  who.send<DataApplicationPage>('POST', '/api/data/applications', { body: { region, scenario: 'wedding', ...body } }).then((answer) => {
    expect([answer.status, answer.bytes.toString().slice(0, 300)]).toEqual([status, expect.anything()]);
    return answer.body;
  });
let count = 0;
const commandId = () => {
  count += 1;
  return `command-${String(count).padStart(4, '0')}`;
};
const act = (who: Visitor, application: Pick<DataApplicationPage, 'id' | 'rev'>, body: object) =>
  who.send<DataApplicationPage & { code?: string }>('POST', `/api/data/applications/${application.id}/actions`, {
    body: { rev: application.rev, commandId: commandId(), ...body },
  });
const pageOf = async (who: Visitor, id: string) => (await who.send<DataApplicationPage>('GET', `/api/data/applications/${id}`)).body;
const basis = { purpose: text('免交结婚证'), legalBasis: text('政务数据共享条例') };

describe('the catalogue', () => {
  it('has the resources of installed templates, found in Chinese, pinyin, initials and by id', async () => {
    for (const q of ['婚姻', 'hunyin', 'hydj', 'mz/marriage']) {
      const { body } = await designer.send<DataResourceList>('GET', `/api/data/resources?region=${region}&q=${encodeURIComponent(q)}`);
      expect([q, body.rows.map(({ id }) => id)]).toEqual([q, ['mz/marriage']]);
    }
    const { body } = await keeper.send<DataResourceList>('GET', `/api/data/resources?standing=own`);
    expect(body.rows.map(({ id, standing }) => [id, standing]).sort()).toEqual([
      ['mz/funeral-groups', 'own'],
      ['mz/marriage', 'own'],
    ]);
    expect(body.rows.find(({ id }) => id === 'mz/marriage')?.figures).toMatchObject({
      reads: 0,
      zeroUse: true,
      hitRate: null,
      uptime: null,
    });
    expect(body.owners).toEqual([expect.objectContaining({ region, department: 'mz', count: 2 })]);
  });

  it('shows what a resource answers, its fields, who uses it, and a sample person', async () => {
    const { body } = await designer.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`);

    expect(body.usedBy).toEqual([expect.objectContaining({ scenario: 'newborn', state: 'granted' })]);
    expect(body.fieldRows.length).toBe(Object.keys(body.document.fields).length);
    expect(body.days).toHaveLength(30);
    expect(body.may).toMatchObject({ edit: false, apply: true, readLog: false });
    const tried = (await designer.send<DataTry>('POST', `/api/data/resources/${marriage}/try`, { body: { sample: 0 } })).body;
    expect(tried.source).toBe('sample');
    expect(tried.values.length).toBeGreaterThan(0);
  });

  it('is kept by its department alone: draft, listed, published, and not overwritten by a stale tab', async () => {
    const { document } = (await keeper.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body;
    const divorce: DataResource = { ...document, id: 'mz/divorce', name: text('离婚登记'), owner: { region, department: 'mz' } };
    const key = '330424~mz~divorce';
    const save = (who: Visitor, rev: number, listed?: boolean) =>
      who.send<DataResourcePage & { code?: string }>('PUT', `/api/data/resources/${key}`, {
        body: { rev, document: divorce, ...(listed === undefined ? {} : { listed }) },
      });

    expect((await save(await product.client.signIn('ga.keeper', demoPassword), 0)).body.code).toBe('resource.not_kept');
    expect((await save(keeper, 0)).body).toMatchObject({ state: 'draft', rev: 1 });
    expect((await designer.send('GET', `/api/data/resources/${key}`)).status).toBe(404);
    expect((await save(colleague, 0)).body.code).toBe('resource.exists');
    expect((await save(colleague, 1, true)).body).toMatchObject({ state: 'listed', rev: 2 });
    expect((await save(keeper, 1)).body.code).toBe('resource.stale');
    expect((await designer.send<DataResourcePage>('GET', `/api/data/resources/${key}`)).body).toMatchObject({
      state: 'listed',
      version: 0,
    });
  });
});

describe('publishing', () => {
  it('makes a version that stays, while the draft goes on', async () => {
    const { rev, document, version } = (await keeper.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body;
    const fields = { ...document.fields, office: { name: text('登记机关'), type: 'string', sensitivity: 1 } };
    const saved = await keeper.send<DataResourcePage>('PUT', `/api/data/resources/${marriage}`, {
      body: { rev, document: { ...document, fields } },
    });
    expect(saved.body).toMatchObject({ state: 'published', version, draft: true });
    expect((await designer.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body.document.fields).not.toHaveProperty(
      'office',
    );

    const published = await keeper.send<DataResourcePage>('POST', `/api/data/resources/${marriage}/publish`, {
      body: { rev: rev + 1, notes: '增加登记机关' },
    });

    expect(published.body).toMatchObject({ version: version + 1, draft: false });
    expect(published.body.versions.map((one) => [one.version, one.notes])).toContainEqual([version + 1, '增加登记机关']);
    await expect(product.store.query({ text: 'UPDATE data_resource_versions SET notes = notes' })).rejects.toThrow();
  });
});

describe('an application', () => {
  it('begins with the fields the scenario needs, and says who decides by when', async () => {
    const { body } = await designer.send<DataProposal>(
      'GET',
      `/api/data/applications/proposal?region=${region}&scenario=wedding&use=d_marriage`,
    );

    const minimum = body.fields.filter((field) => field.minimum).map(({ id }) => id);
    expect(minimum.sort()).toEqual(['marriageNumber', 'marriedOn', 'spouseIdNumber', 'spouseName', 'spouseNationality']);
    expect(body.fields.find(({ id }) => id === 'office')).toMatchObject({ minimum: false, granted: false });
    expect(body.fields.find(({ id }) => id === 'spouseName')?.why?.['zh-CN']).toMatch(/^填入「.+」$/);
    // 2 March 2026 is a Monday: two working days for the review, five more for the owner.
    expect(body).toMatchObject({ contract: 'wedding/mz-marriage', reviewDue: '2026-03-04', ownerDue: '2026-03-11' });
    expect(body.steps.length).toBeGreaterThan(0);
  });

  it('asks a reason for each field beyond what the scenario needs', async () => {
    const { fields } = (
      await designer.send<DataProposal>('GET', `/api/data/applications/proposal?region=${region}&scenario=wedding&use=d_marriage`)
    ).body;
    const extra = fields.find((field) => !field.minimum)!.id;
    const all = fields.filter((field) => field.minimum).map(({ id }) => ({ id }));

    const draft = await apply(designer, {
      resource: marriage,
      use: 'd_marriage',
      ...basis,
      fields: [...all, { id: extra }],
      commandId: commandId(),
    });
    expect(draft).toMatchObject({ state: 'draft', may: expect.arrayContaining(['submit', 'withdraw']), mayEdit: true });
    expect((await act(designer, draft, { action: 'submit' })).body).toMatchObject({
      status: 422,
      code: 'application.reason_missing',
      problems: [expect.objectContaining({ path: `fields/${extra}` })],
    });
    // Unsent, it is nobody else's business.
    expect((await steward.send('GET', `/api/data/applications/${draft.id}`)).status).toBe(404);
    // Whoever applies for the same is led to it.
    expect(
      await apply(designer, { resource: marriage, use: 'd_marriage', ...basis, fields: all, commandId: commandId() }, 409),
    ).toMatchObject({
      code: 'application.open',
    });
    const saved = await designer.send<DataApplicationPage>('PUT', `/api/data/applications/${draft.id}`, {
      body: { rev: draft.rev, ...basis, fields: [...all, { id: extra, reason: '核对登记日期' }] },
    });
    const sent = (await act(designer, saved.body, { action: 'submit' })).body;
    expect(sent).toMatchObject({ state: 'review', side: 'steward', dueOn: '2026-03-04', lamp: expect.stringMatching(/normal|amber/) });
    expect(sent.words['zh-CN']).toContain('待合规审查');
  });

  it('that is under way is named by the finding, with its clock; rehearsal goes on, publishing waits', async () => {
    const draft = (await designer.send<ScenarioDraft>('GET', '/api/scenarios/wedding/draft')).body;
    const { findings } = (await designer.send<FindingList>('POST', '/api/scenarios/wedding/check', { body: { package: draft.package } }))
      .body;

    const finding = findings.find((one) => one.code === 'data-use-without-contract' && one.element?.id === 'd_marriage')!;
    expect(finding).toMatchObject({ severity: 'error', blocks: 'publish' });
    expect(finding.message['zh-CN']).toMatch(/申请 SJ202603\d{5} 待合规审查：海盐县数据主管，2026-03-04 前/);
    const refused = await designer.send('POST', '/api/scenarios/wedding/publish', {
      body: { rev: draft.rev, notes: '试', commandId: commandId() },
    });
    expect(refused.status).toBe(422);
    expect(refused.bytes.toString()).toMatch(/SJ202603\d{5}/);
    const ready = (await designer.send<Readiness>('GET', '/api/scenarios/wedding/readiness')).body;
    expect(ready.find(({ code }) => code === 'contracts')).toMatchObject({ done: false });
    const { compile } = await import('../compile/index.ts');
    const rights = (await designer.send<DataRights>('GET', `/api/data/rights?region=${region}&scenario=wedding`)).body;
    expect(compile(draft.package, { rights }).plan).toBeDefined();
  });

  it('goes from the review to the owner, is granted in part, and lights up without a change of the draft', async () => {
    const [row] = (await steward.send<{ rows: DataApplicationPage[] }>('GET', '/api/data/applications?box=review')).body.rows;
    expect((await act(keeper, row!, { action: 'grant' })).body.code).toBe('application.stale');
    expect((await act(designer, row!, { action: 'pass' })).body.code).toBe('application.own');
    const passed = (await act(steward, row!, { action: 'pass' })).body;
    expect(passed).toMatchObject({ state: 'answer', side: 'owner', dueOn: '2026-03-09' });

    const minimum = passed.fields.filter((field) => field.minimum).map(({ id }) => id);
    const granted = (await act(keeper, passed, { action: 'grant', fields: minimum })).body;
    expect(granted).toMatchObject({ state: 'granted', partial: true, words: { 'zh-CN': '已授权部分字段' } });
    expect(granted.document).toMatchObject({ id: 'wedding/mz-marriage', fields: [...minimum].sort(), validTo: '2027-03-02' });

    const draft = (await designer.send<ScenarioDraft>('GET', '/api/scenarios/wedding/draft')).body;
    const { findings } = (await designer.send<FindingList>('POST', '/api/scenarios/wedding/check', { body: { package: draft.package } }))
      .body;
    expect(findings.filter((one) => one.element?.id === 'd_marriage' && one.severity === 'error')).toEqual([]);
    const messages = (await designer.send<DataMessageList>('GET', '/api/data/messages')).body;
    // One per decision: the review, and the answer about all fields together.
    expect(messages.rows.map(({ words }) => words['zh-CN'])).toEqual([
      expect.stringContaining('获部分授权'),
      expect.stringContaining('通过合规审查'),
    ]);
    expect((await designer.send<DataCounts>('GET', '/api/data/counts')).body.unseen).toBe(2);
    await designer.send('POST', '/api/data/messages/seen', { body: { upTo: messages.rows[0]!.id } });
    expect((await designer.send<DataCounts>('GET', '/api/data/counts')).body.unseen).toBe(0);
  });

  it('answered by two at once is answered once', async () => {
    const population = '330424~ga~population';
    const { fields } = (
      await designer.send<DataProposal>('GET', `/api/data/applications/proposal?region=${region}&scenario=wedding&use=d_mother`)
    ).body ?? { fields: [] };
    const wanted = (fields ?? []).slice(0, 2).map(({ id }) => ({ id, reason: '核对身份' }));
    const sent = await apply(designer, {
      resource: population,
      ...basis,
      fields: wanted.length ? wanted : [{ id: 'name', reason: '核对身份' }],
      submit: true,
      commandId: commandId(),
    });
    const passed = (await act(steward, sent, { action: 'pass' })).body;
    const [one, two] = await Promise.all(['ga.keeper', 'ga.keeper2'].map((name) => product.client.signIn(name, demoPassword)));

    const answers = await Promise.all([
      act(one!, passed, { action: 'grant' }),
      act(two!, passed, { action: 'refuse', reason: '超出职责' }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const page = await pageOf(designer, passed.id);
    expect(['granted', 'refused']).toContain(page.state);
    expect(page.timeline).toHaveLength(4);
  });

  it('refused is disputed, sent back by the steward of the owner, and answered again; a command sent twice acts once', async () => {
    const sent = await apply(designer, {
      resource: '330424~rs~social-card',
      ...basis,
      fields: [{ id: Object.keys((await resourceOf('330424~rs~social-card')).fields)[0]!, reason: '核对' }],
      submit: true,
      commandId: commandId(),
    });
    const rs = await product.client.signIn('rs.keeper', demoPassword);
    const passed = (await act(steward, sent, { action: 'pass' })).body;
    expect((await act(rs, passed, { action: 'refuse' })).body).toMatchObject({ status: 422, code: 'application.reason_missing' });
    const body = { action: 'refuse', reason: '办理该事项不需要', rev: passed.rev, commandId: commandId() };
    const refused = await rs.send<DataApplicationPage>('POST', `/api/data/applications/${passed.id}/actions`, { body });
    const again = await rs.send<DataApplicationPage>('POST', `/api/data/applications/${passed.id}/actions`, { body });
    expect([refused.body.state, again.status, again.body.rev]).toEqual(['refused', 200, refused.body.rev]);

    const disputed = (await act(designer, refused.body, { action: 'dispute', reason: '依据第十条应当提供' })).body;
    expect(disputed).toMatchObject({ state: 'dispute', side: 'steward' });
    const back = (await act(steward, disputed, { action: 'sendBack', reason: '属法定职责，请提供' })).body;
    expect(back).toMatchObject({ state: 'answer', side: 'owner' });
    expect((await act(rs, back, { action: 'grant' })).body.state).toBe('granted');
  });

  it('about something not published yet gives the owner ten working days, and is granted after publishing', async () => {
    const sent = await apply(designer, {
      resource: '330424~mz~divorce',
      ...basis,
      fields: [{ id: 'marriageNumber', reason: '核对' }],
      submit: true,
      commandId: commandId(),
    });
    const passed = (await act(steward, sent, { action: 'pass' })).body;
    expect(passed).toMatchObject({ state: 'answer', unpublished: true, dueOn: '2026-03-16' });
    expect((await act(keeper, passed, { action: 'grant' })).body.code).toBe('application.unpublished');
    const { rev } = (await keeper.send<DataResourcePage>('GET', '/api/data/resources/330424~mz~divorce')).body;
    const published = await keeper.send<DataResourcePage>('POST', '/api/data/resources/330424~mz~divorce/publish', {
      body: { rev, notes: '首次发布' },
    });
    expect(published.body).toMatchObject({ state: 'published', version: 1 });
    expect((await act(keeper, passed, { action: 'grant', validTo: '2026-03-25' })).body.state).toBe('granted');

    // Whoever asked for it is told that it ends, once.
    const tell = () => product.services.data.tellEnding();
    expect([await tell(), await tell()]).toEqual([1, 0]);
    const { rows } = (await designer.send<DataMessageList>('GET', '/api/data/messages')).body;
    expect(rows[0]).toMatchObject({ seen: false, application: passed.id });
    expect(rows[0]!.words['zh-CN']).toContain('将于 2026-03-25 到期');
  });

  it('of another county is answered by the owner here; unconditional ones pass in a batch and are granted at once', async () => {
    const other = await product.client.signIn('designer.jj', demoPassword);
    const otherSteward = await product.client.signIn('steward.jj', demoPassword);
    const sent = await apply(other, {
      region: '331002',
      scenario: 'newborn',
      resource: marriage,
      ...basis,
      fields: [{ id: 'marriageNumber', reason: '跨县登记' }],
      submit: true,
      commandId: commandId(),
    });
    expect((await act(steward, sent, { action: 'pass' })).body.code).toBe('application.not_yours');
    const batch = await otherSteward.send<DataBatchPassed>('POST', '/api/data/applications/pass-batch', {
      body: { items: [{ id: sent.id, rev: sent.rev }], commandId: commandId() },
    });
    expect(batch.body).toMatchObject({ passed: [], left: [{ id: sent.id, words: { 'zh-CN': '有条件共享的申请须逐件审查' } }] });
    const passed = (await act(otherSteward, sent, { action: 'pass' })).body;
    const [waiting] = (await keeper.send<{ rows: DataApplicationPage[] }>('GET', '/api/data/applications?box=answer')).body.rows;
    expect(waiting).toMatchObject({ id: sent.id, regionName: '椒江区' });
    expect((await act(keeper, passed, { action: 'grant' })).body.document?.owner).toEqual({ region, department: 'mz' });

    // The same department makes another resource free for all.
    const open = { ...(await resourceOf(marriage)), id: 'mz/offices', name: text('婚姻登记机关'), sharing: 'unconditional' as const };
    const made = await keeper.send<DataResourcePage>('PUT', '/api/data/resources/330424~mz~offices', { body: { rev: 0, document: open } });
    await keeper.send('POST', '/api/data/resources/330424~mz~offices/publish', { body: { rev: made.body.rev, notes: '开放' } });
    const wish = await apply(designer, {
      resource: '330424~mz~offices',
      ...basis,
      fields: [{ id: 'marriageNumber', reason: '展示' }],
      submit: true,
      commandId: commandId(),
    });
    const done = await steward.send<DataBatchPassed>('POST', '/api/data/applications/pass-batch', {
      body: { items: [{ id: wish.id, rev: wish.rev }], commandId: commandId() },
    });
    expect(done.body.passed).toEqual([wish.id]);
    expect((await pageOf(designer, wish.id)).state).toBe('granted');
  });
});

describe('a grant', () => {
  it('is suspended by its owner after seeing what stops, and nobody else can', async () => {
    const key = '330424~newborn~mz-marriage';
    const impact = (await keeper.send<DataImpact>('GET', `/api/data/grants/${key}/impact`)).body;
    expect(impact).toMatchObject({
      live: 1,
      scenarios: [
        { scenario: 'newborn', live: true, uses: [{ id: 'd_marriage', fallback: expect.any(String), words: expect.anything() }] },
      ],
    });

    const { rev } = (await keeper.send<DataGrantPage>('GET', `/api/data/grants/${key}`)).body;
    const suspend = (who: Visitor, at: number) =>
      who.send<DataGrantPage & { code?: string }>('POST', `/api/data/grants/${key}/actions`, {
        body: { action: 'suspend', rev: at, reason: '系统升级', commandId: commandId() },
      });
    expect((await suspend(await product.client.signIn('mz.keeper.jj', demoPassword), rev)).status).toBe(404);
    const answers = await Promise.all([suspend(keeper, rev), suspend(colleague, rev)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const page = (await keeper.send<DataGrantPage>('GET', `/api/data/grants/${key}`)).body;
    expect(page).toMatchObject({ state: 'suspended', words: { 'zh-CN': '已暂停' }, may: ['resume', 'revoke'] });
    expect(page.timeline.at(-1)).toMatchObject({ reason: '系统升级', words: { 'zh-CN': '暂停了授权' } });
  });

  it('keeps its resource in the catalogue while it is in force', async () => {
    const { rev } = (await keeper.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body;
    const answer = await keeper.send<{ code: string }>('POST', `/api/data/resources/${marriage}/withdraw`, {
      body: { rev, reason: '停用' },
    });

    expect([answer.status, answer.body.code]).toEqual([409, 'resource.in_use']);
  });
});

async function resourceOf(key: string): Promise<DataResource> {
  return (await designer.send<DataResourcePage>('GET', `/api/data/resources/${key}`)).body.document;
}

describe('a keeper', () => {
  it('applies for a scenario their department takes part in, sees their own application, and decides nothing about it', async () => {
    const made = await designer.send('POST', '/api/scenarios', { body: { id: 'keeper-wedding', from: { template: 'family/newborn' } } });
    expect(made.status).toBe(201);
    const police = await product.client.signIn('ga.keeper', demoPassword);
    const mine = (await police.send<DataScenarioList>('GET', '/api/data/scenarios')).body;
    expect(mine.map(({ region: at, id }) => `${at} ${id}`)).toContain(`${region} keeper-wedding`);
    expect((await police.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body.may.apply).toBe(true);

    const proposal = await police.send<DataProposal>(
      'GET',
      `/api/data/applications/proposal?region=${region}&scenario=keeper-wedding&use=d_marriage`,
    );
    const fields = proposal.body.fields.filter(({ minimum }) => minimum).map(({ id }) => ({ id }));
    const draft = await apply(police, {
      ...basis,
      scenario: 'keeper-wedding',
      resource: marriage,
      use: 'd_marriage',
      fields,
      commandId: commandId(),
    });
    expect(draft).toMatchObject({ state: 'draft', mayEdit: true, may: expect.arrayContaining(['submit']) });
    // What nobody sent is theirs and the designers' alone.
    expect((await colleague.send('GET', `/api/data/applications/${draft.id}`)).status).toBe(404);
    const box = await police.send<DataApplicationList>('GET', '/api/data/applications?box=mine');
    expect(box.body.rows.map(({ id }) => id)).toEqual([draft.id]);

    const sent = await act(police, draft, { action: 'submit' });
    expect(sent.body).toMatchObject({ state: 'review', may: ['withdraw'] });
    expect((await act(police, sent.body, { action: 'pass' })).body.code).toBe('application.own');
  });

  it('does not apply for a scenario of others, nor for another region', async () => {
    const { store } = product;
    const outsider = await product.client.signIn('mz.keeper', demoPassword);
    await store.query({
      text: `UPDATE scenario_drafts SET package = jsonb_set(package::jsonb, '{scenario,departments}', (package::jsonb #> '{scenario,departments}') - 'mz')
             WHERE region = $1 AND scenario_id = 'keeper-wedding'`,
      values: [region],
    });
    const asked = await outsider.send<{ code: string }>(
      'GET',
      `/api/data/applications/proposal?region=${region}&scenario=keeper-wedding&resource=${marriage}`,
    );
    expect([asked.status, asked.body.code]).toEqual([403, 'application.not_taking_part']);
    const far = await outsider.send<{ code: string }>(
      'GET',
      `/api/data/applications/proposal?region=331002&scenario=newborn&resource=${marriage}`,
    );
    expect([far.status, far.body.code]).toEqual([403, 'access.region']);
  });
});
