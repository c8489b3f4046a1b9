import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft, Question } from '../../../schemas/generated/api.ts';
import { createFiles } from '../../files/index.ts';
import { createScanner } from '../../files/scanner.ts';
import { eicar, largePicture, pdf, pdfWithScript, picture } from '../../files/testing/samples.ts';
import { findUpload } from '../../store/uploads.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import type { SessionActor } from '../identity/index.ts';
import { samplePackage } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';
import { leasePath, region, sendFile, shopPackage } from './testing/shop.ts';

let database: TestDatabase;
let world: World;
const clock = { now: '2026-03-02T02:00:00.000Z' };
const sent: { to: string; text: string }[] = [];
const register = { down: true };
const connectors = {
  read: async () =>
    register.down
      ? { ok: false as const, kind: 'down' as const, message: '' }
      : { ok: true as const, value: { name: '陈店主', address: '武原街道 1 号' } },
  sendSms: async ({ to, text }: { to: string; text: string }) => {
    sent.push({ to, text });
    return { ok: true as const, value: null };
  },
  sealDocument: async () => ({ ok: true as const, value: null }),
};
beforeAll(async () => {
  database = await withDatabase();
  world = await createWorld({ url: database.url, connectors, clock: () => clock.now });
  await publishPackage(world.store, shopPackage(), [
    { code: region, name: '海盐县' },
    { code: '331002', name: '椒江区' },
  ]);
  const { data, resources, contracts } = { ...samplePackage(), data: samplePackage().scenario.data! };
  await publishPackage(
    world.store,
    shopPackage('read-shop', (pkg) => {
      pkg.scenario.data = { d_person: data.d_person! };
      pkg.resources = { 'police/person': resources['police/person']! };
      pkg.contracts = { 'sample/person': { ...contracts['sample/person']!, scenario: 'read-shop' } };
      pkg.scenario.departments.police = samplePackage().scenario.departments.police!;
      const { address } = samplePackage().forms.apply!.fields;
      pkg.forms.apply!.fields.address = { ...address!, required: false };
      const fill = pkg.scenario.nodes.n_fill!;
      if (fill.kind === 'fill') fill.prefill = ['d_person'];
      pkg.scenario.materials!.m_lease!.accepts[0] = { kind: 'licence', data: 'd_person' };
    }),
    [{ code: region, name: '海盐县' }],
  );
  await publishPackage(
    world.store,
    shopPackage('second-shop', (pkg) => {
      pkg.scenario.materials!.m_lease!.document = 'shop-permit';
      pkg.scenario.materials!.m_lease!.accepts[0] = { kind: 'licence' };
    }),
    [{ code: region, name: '海盐县' }],
  );
});
afterAll(async () => {
  await world.close();
  await database.close();
});

let people = 0;
/** Somebody new, with a number that checks. */
function person(name = '陈店主'): SessionActor {
  people += 1;
  const body = `33042419900307${String(people).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * 2 ** (17 - index), 0) % 11;
  return citizen(name, body + '10X98765432'[sum]);
}
let commands = 0;
const commandId = () => {
  commands += 1;
  return `command-${String(commands).padStart(4, '0')}`;
};

async function begin(actor: SessionActor, scenario = 'shop-permit', where = region): Promise<Draft> {
  return world.services.cases.startDraft({ actor, region: where, scenario, commandId: commandId() });
}
const basics = { 'owner.name': '陈店主', 'owner.mobile': '13800000000', 'shop.name': '早点铺' };
const valuesOf = (actor: SessionActor, more: object = {}) => ({ ...basics, 'owner.idNumber': actor.person!.idNumber, ...more });
const questionOf = (draft: Draft): Question => draft.sections.flatMap(({ fields }) => fields).find(({ path }) => path === leasePath)!;

async function submitted(actor: SessionActor, files: string[], draft: Draft, more: object = {}): Promise<string> {
  const { caseNo } = await world.services.cases.submit({
    actor,
    id: draft.id,
    values: valuesOf(actor, { [leasePath]: files, ...more }),
    commandId: commandId(),
  });
  return caseNo;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string; problems?: { path: string; code: string }[] }) => error.problems?.[0]?.code ?? error.code,
  );

describe('an upload', () => {
  it('comes in pieces, goes on where it stopped, and is kept under its hash', async () => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const bytes = await largePicture(500, 400);
    const { materials } = world.services;
    const sha256 = createHash('sha256').update(bytes).digest('hex');

    const begun = await materials.startUpload({
      actor,
      for: { draft },
      path: leasePath,
      name: '合同.png',
      type: 'image/png',
      size: bytes.length,
      sha256,
    });
    expect(begun).toMatchObject({ state: 'receiving', offset: 0, name: '合同.png' });
    const piece = (from: number, to: number) =>
      materials.appendUpload({ actor, id: begun.id, offset: String(from), digest: '', bytes: bytes.subarray(from, to) });
    await piece(0, 100_000);

    // The signal was lost: the piece is sent again, from a place that counts no more.
    await expect(piece(0, 100_000)).rejects.toMatchObject({ code: 'upload.offset', data: { received: 100_000 } });
    await expect(piece(300_000, 300_100)).rejects.toMatchObject({ code: 'upload.offset' });
    expect((await materials.upload({ actor, id: begun.id })).offset).toBe(100_000);
    const torn = materials.appendUpload({ actor, id: begun.id, offset: '100000', digest: 'sha256 wrong', bytes: bytes.subarray(100_000) });
    await expect(torn).rejects.toMatchObject({ code: 'upload.piece_differs' });

    expect(await piece(100_000, bytes.length)).toMatchObject({ state: 'ready', type: 'png', sha256, sent: sha256, offset: bytes.length });
    expect((await materials.uploadContent({ actor, id: begun.id })).content).toEqual(bytes);
    expect(await materials.uploadContent({ actor, id: begun.id })).toMatchObject({ type: 'image/png', inline: true });
    expect((await materials.uploadThumbnail({ actor, id: begun.id })).content.length).toBeGreaterThan(100);
  });

  it('takes two pieces for the same place once', async () => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const bytes = await largePicture(300, 300);
    const { materials } = world.services;
    const { id } = await materials.startUpload({ actor, for: { draft }, path: leasePath, name: 'a.png', size: bytes.length });

    const both = await Promise.allSettled(
      [1, 2].map(() => materials.appendUpload({ actor, id, offset: '0', digest: '', bytes: bytes.subarray(0, 50_000) })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const done = await materials.appendUpload({ actor, id, offset: '50000', digest: '', bytes: bytes.subarray(50_000) });
    expect(done).toMatchObject({ state: 'ready', type: 'png' });
  });

  it.each([
    ['a PDF with a script', '合同.pdf', 'application/pdf', pdfWithScript, 'upload.pdf_active'],
    ['a picture that calls itself a PDF', '合同.pdf', 'application/pdf', () => picture(), 'upload.type_differs'],
    ['a PDF that calls itself a picture', '合同.jpg', 'image/jpeg', () => pdf(), 'upload.type_differs'],
    [
      'a page that calls itself a picture',
      '合同.jpg',
      'image/jpeg',
      async () => Buffer.from('<html><script>1</script>'),
      'upload.type_unknown',
    ],
    ['a kind the slot does not take', '合同.webp', 'image/webp', () => picture('webp'), 'upload.type_not_allowed'],
    ['a program’s kind declared', '合同.jpg', 'application/x-msdownload', () => picture(), 'upload.type_differs'],
  ])('is refused: %s', async (_, name, type, make, code) => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const bytes = await make();

    expect(await codeOf(sendFile(world.services.materials, { actor, target: { draft }, bytes, name, type }))).toBe(code);
  });

  it('is refused when it is not what was announced: other bytes, more bytes, too many bytes', async () => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const { materials } = world.services;
    const bytes = await picture();
    const start = { actor, for: { draft }, path: leasePath, name: 'a.jpg', size: bytes.length };

    const other = await materials.startUpload({ ...start, sha256: 'a'.repeat(64) });
    expect(await codeOf(materials.appendUpload({ actor, id: other.id, offset: '0', digest: '', bytes }))).toBe('upload.hash_differs');
    expect((await materials.upload({ actor, id: other.id })).state).toBe('refused');
    const more = await materials.startUpload({ ...start, size: 10 });
    expect(await codeOf(materials.appendUpload({ actor, id: more.id, offset: '0', digest: '', bytes }))).toBe('upload.longer');
    expect(await codeOf(materials.startUpload({ ...start, size: 4 * 1024 * 1024 }))).toBe('upload.too_large');
    expect(await codeOf(materials.startUpload({ ...start, path: 'owner.name' }))).toBe('field.unknown');
  });

  it.each([
    ['../../etc/passwd.jpg', 'passwd.jpg'],
    ['..\\..\\windows\\合同.jpg', '合同.jpg'],
    ['合同\u202Egpj.exe\u0000.jpg', '合同gpj.exe.jpg'],
    ['/', '材料'],
    ['...', '材料'],
    [`${'长'.repeat(300)}.jpg`, '长'.repeat(120)],
  ])('has a name that is a label and no path: %s', async (name, kept) => {
    const actor = person();
    const { id: draft } = await begin(actor);

    const view = await world.services.materials.startUpload({ actor, for: { draft }, path: leasePath, name, size: 100 });
    expect(view.name).toBe(kept);
  });

  it('waits while the scanner is away, and is refused when the scanner finds something', async () => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const { caseParts, materials } = world.services;
    const bytes = await pdf('scan', (document) => document.setSubject('x'));
    const ill = Buffer.from(
      (await pdf('ill', (document) => document.setProducer('p'))).toString('latin1').replace('%\x81', `%${eicar}\n%\x81`),
      'latin1',
    );
    let away = true;
    caseParts.files.scan = async (file) => (away ? 'unknown' : Buffer.from(file).includes(eicar) ? 'infected' : 'clean');
    try {
      const { id } = await materials.startUpload({ actor, for: { draft }, path: leasePath, name: 'a.pdf', size: bytes.length });
      expect(await codeOf(materials.appendUpload({ actor, id, offset: '0', digest: '', bytes }))).toBe('upload.scanner_away');
      away = false;
      const end = { actor, id, offset: String(bytes.length), digest: '', bytes: Buffer.alloc(0) };
      expect(await materials.appendUpload(end)).toMatchObject({ state: 'ready', type: 'pdf' });

      expect(ill.includes(eicar)).toBe(true);
      expect(await codeOf(sendFile(materials, { actor, target: { draft }, bytes: ill, name: 'b.pdf', type: 'application/pdf' }))).toBe(
        'upload.infected',
      );
    } finally {
      delete caseParts.files.scan;
    }
    expect(createScanner({})).toBeUndefined();
  });

  it('goes on after the process that took its first pieces was killed', async () => {
    const actor = person();
    const { id: draft } = await begin(actor);
    const bytes = await largePicture(400, 300);
    const { id } = await world.services.materials.startUpload({
      actor,
      for: { draft },
      path: leasePath,
      name: 'a.png',
      size: bytes.length,
    });
    await world.services.materials.appendUpload({ actor, id, offset: '0', digest: '', bytes: bytes.subarray(0, 70_000) });
    // Killed after its bytes were kept and before the row said so: the piece counts for nothing and is sent again.
    await world.services.caseParts.files.vault.keepPart(region, id, 70_000, bytes.subarray(70_000, 90_000));

    const other = await createWorld({ url: database.url, connectors, clock: () => clock.now });
    other.services.caseParts.files = { ...createFiles({ masterKey: '' }), ...world.services.caseParts.files };
    try {
      const { offset } = await other.services.materials.upload({ actor, id });
      expect(offset).toBe(70_000);
      const rest = { actor, id, offset: String(offset), digest: '', bytes: bytes.subarray(offset) };
      expect(await other.services.materials.appendUpload(rest)).toMatchObject({
        state: 'ready',
        sent: createHash('sha256').update(bytes).digest('hex'),
      });
    } finally {
      await other.close();
    }
  });
});

describe('a slot', () => {
  it('is filled by an upload, which the desk of the case sees and others do not', async () => {
    const actor = person();
    const draft = await begin(actor);
    expect(questionOf(draft)).toMatchObject({ required: true, material: { types: ['pdf', 'jpeg', 'png'], maxFiles: 2, files: [] } });
    expect(questionOf(draft).material!.offers.map(({ kind }) => kind)).toEqual(['promise']);
    const file = await sendFile(world.services.materials, { actor, target: { draft: draft.id }, bytes: await picture() });

    const saved = await world.services.cases.saveValues({ actor, id: draft.id, values: { [leasePath]: [file] }, rev: draft.rev });
    expect(questionOf(saved).material!.files).toMatchObject([
      { id: file, kind: 'upload', name: '合同.jpg', inline: true, thumbnail: true },
    ]);
    const health = officer('李卫', region, 'health');
    expect(await codeOf(world.services.materials.uploadContent({ actor: health, id: file }))).toBe('upload.unknown');
    const caseNo = await submitted(actor, [file], saved);

    const { rows } = await world.services.cases.inbox({ actor: health });
    const row = rows.find((one) => one.caseNo === caseNo)!;
    const page = await world.services.cases.taskPage({ actor: health, taskId: row.id });
    const shown = page.groups.flatMap(({ fields }) => fields).find(({ path }) => path === leasePath)!;
    expect(shown).toMatchObject({ shown: '合同.jpg', files: [{ id: file, about: { 'zh-CN': '本次上传' } }] });
    expect((await world.services.materials.uploadContent({ actor: health, id: file })).name).toBe('合同.jpg');
    for (const stranger of [officer('周', region, 'market'), officer('吴', '331002', 'health'), person()])
      expect(await codeOf(world.services.materials.uploadContent({ actor: stranger, id: file })), stranger.name).toBe('upload.unknown');
  });

  it('refuses what is not there, not one’s own, of another case, not done, too many or not accepted', async () => {
    const actor = person();
    const other = person();
    const draft = await begin(actor);
    const foreign = await begin(other);
    const { materials, cases } = world.services;
    const save = (value: string[]) => codeOf(cases.saveValues({ actor, id: draft.id, values: { [leasePath]: value }, rev: draft.rev }));
    const theirs = await sendFile(materials, { actor: other, target: { draft: foreign.id }, bytes: await picture() });
    const elsewhere = await begin(actor);
    const ofOther = await sendFile(materials, { actor, target: { draft: elsewhere.id }, bytes: await picture() });
    const half = await materials.startUpload({ actor, for: { draft: draft.id }, path: leasePath, name: 'a.jpg', size: 900 });

    expect(await save(['01890000-0000-7000-8000-000000000001'])).toBe('material.unknown');
    expect(await save(['../../etc/passwd'])).toBe('material.unknown');
    expect(await save([theirs])).toBe('material.unknown');
    expect(await save([ofOther])).toBe('material.unknown');
    expect(await save([half.id])).toBe('material.not_ready');
    const files = await Promise.all(
      [1, 2, 3].map(async (n) =>
        sendFile(materials, { actor, target: { draft: draft.id }, bytes: await pdf(`${n}`), name: `${n}.pdf`, type: 'application/pdf' }),
      ),
    );
    expect(await save(files)).toBe('material.too_many');
    const promise = await materials.useMaterial({ actor, for: { draft: draft.id }, path: leasePath, offer: { kind: 'promise' } });
    expect(await save([files[0]!, promise.id])).toBe('material.alone');
    expect(await codeOf(materials.useMaterial({ actor, for: { draft: draft.id }, path: leasePath, offer: { kind: 'tolerate' } }))).toBe(
      'material.not_tolerated',
    );
    expect(await save([promise.id])).toBe('accepted');
    // Sent past the pages, with the submission itself: the same answer.
    expect(await codeOf(submitted(actor, [theirs], draft))).toBe('material.unknown');
  });

  it('asks for nothing when a register has the licence, and asks when it has not', async () => {
    const { cases } = world.services;
    const agreed = async (actor: SessionActor) => {
      const begun = await begin(actor, 'read-shop');
      const typed = await cases.saveValues({ actor, id: begun.id, values: { 'owner.idNumber': actor.person!.idNumber }, rev: begun.rev });
      return cases.saveConsents({ actor, id: begun.id, grants: { d_person: true }, rev: typed.rev });
    };
    const without = await agreed(person());
    expect(questionOf(without)).toMatchObject({ required: true, material: { satisfied: false } });

    register.down = false;
    try {
      const actor = person();
      const draft = await agreed(actor);
      expect(questionOf(draft)).toMatchObject({
        required: false,
        material: { satisfied: true, offers: [], shared: { 'zh-CN': '已由公安局的电子证照核验，无需提交' } },
      });
      const { problems } = await cases.check({ actor, id: draft.id, values: { 'owner.mobile': '13800000000', 'shop.name': '早点铺' } });
      expect(problems).toEqual([]);
      const { caseNo } = await cases.submit({
        actor,
        id: draft.id,
        values: { 'owner.mobile': '13800000000', 'shop.name': '早点铺' },
        commandId: commandId(),
      });
      const health = officer('李卫', region, 'health');
      const row = (await cases.inbox({ actor: health })).rows.find((one) => one.caseNo === caseNo)!;
      const page = await cases.taskPage({ actor: health, taskId: row.id });
      const field = page.groups.flatMap(({ fields }) => fields).find(({ path }) => path === leasePath)!;
      expect(field.files).toMatchObject([{ kind: 'licence', about: { 'zh-CN': '由电子证照库核验，免提交' } }]);
    } finally {
      register.down = true;
    }
  });

  it('offers an earlier upload of the same person, and keeps a copy of its own', async () => {
    const actor = person();
    const first = await begin(actor);
    const { materials } = world.services;
    const bytes = await picture('png');
    const file = await sendFile(materials, { actor, target: { draft: first.id }, bytes, name: '合同.png', type: 'image/png' });
    await submitted(actor, [file], first);

    const second = await begin(actor, 'shop-permit', '331002');
    const [offer] = questionOf(second).material!.offers;
    expect(offer).toMatchObject({ kind: 'earlier', name: { 'zh-CN': '合同.png' }, about: { 'zh-CN': '您 2026-03-02 交过，仍然有效' } });
    const used = await materials.useMaterial({
      actor,
      for: { draft: second.id },
      path: leasePath,
      offer: { kind: 'earlier', id: offer!.id! },
    });
    expect(used).toMatchObject({ kind: 'earlier', name: '合同.png' });
    await submitted(actor, [used.id], second);
    expect((await materials.uploadContent({ actor, id: used.id })).content).toEqual(bytes);
    // Nobody else is offered it, nor can name it.
    const stranger = person();
    const theirs = await begin(stranger);
    expect(questionOf(theirs).material!.offers.map(({ kind }) => kind)).toEqual(['promise']);
    const take = materials.useMaterial({
      actor: stranger,
      for: { draft: theirs.id },
      path: leasePath,
      offer: { kind: 'earlier', id: offer!.id! },
    });
    expect(await codeOf(take)).toBe('upload.unknown');
  });

  it('offers the licence that another scenario issued, until it is revoked', async () => {
    const actor = person();
    const { materials, cases } = world.services;
    const draft = await begin(actor);
    const promise = await materials.useMaterial({ actor, for: { draft: draft.id }, path: leasePath, offer: { kind: 'promise' } });
    const caseNo = await submitted(actor, [promise.id], draft);
    const health = officer('李卫', region, 'health');
    await decide(health, caseNo);

    const { rows } = await materials.myLicences({ actor });
    expect(rows).toMatchObject([{ name: { 'zh-CN': '卫生许可证' }, status: 'valid', holder: '陈店主', validTo: '2027-03-02', caseNo }]);
    const next = await begin(actor, 'second-shop');
    const [offer] = questionOf(next).material!.offers;
    expect(offer).toMatchObject({ kind: 'licence', name: { 'zh-CN': '卫生许可证' } });
    const used = await materials.useMaterial({
      actor,
      for: { draft: next.id },
      path: leasePath,
      offer: { kind: 'licence', id: offer!.id! },
    });
    expect(used.about['zh-CN']).toMatch(/^电子证照，编号 WS.*免提交$/);

    expect(await codeOf(materials.revokeLicence({ actor: officer('周', region, 'market'), id: rows[0]!.id, reason: '不是本部门' }))).toBe(
      'licence.unknown',
    );
    expect(await codeOf(materials.caseLicences({ actor: officer('周', region, 'market'), caseNo }))).toBe('case.unknown');
    expect((await materials.caseLicences({ actor: health, caseNo })).rows).toMatchObject([{ status: 'valid', mayRevoke: true }]);
    await materials.revokeLicence({ actor: health, id: rows[0]!.id, reason: '持证人申请注销' });
    expect(await codeOf(materials.revokeLicence({ actor: health, id: rows[0]!.id, reason: '再吊销一次' }))).toBe('licence.revoked');
    expect((await materials.caseLicences({ actor: health, caseNo })).rows).toMatchObject([
      { status: 'revoked', revokedWhy: '持证人申请注销', mayRevoke: false },
    ]);
    expect(await codeOf(submitted(actor, [used.id], next))).toBe('licence.not_valid');
    expect((await materials.myLicences({ actor })).rows).toMatchObject([{ status: 'revoked', revokedWhy: '持证人申请注销' }]);
    expect(questionOf(await cases.draft({ actor, id: next.id })).material!.offers.map(({ kind }) => kind)).toEqual(['promise']);
    const { number } = rows[0]!;
    const code = world.services.caseParts.checkCodes.codeOf(number);
    expect(await cases.verify({ number, code })).toEqual({ valid: false });
  });
});

describe('a material that may come later', () => {
  it('has its own day, is reminded of, is told to the desk when it is late, and may come all the same', async () => {
    const actor = person();
    const { materials, cases } = world.services;
    const begun = await begin(actor);
    const draft = await cases.saveValues({ actor, id: begun.id, values: { 'firm.credit': 'A' }, rev: begun.rev });
    expect(questionOf(draft).material!.offers.map(({ kind }) => kind)).toEqual(['promise', 'tolerate']);
    const later = await materials.useMaterial({ actor, for: { draft: draft.id }, path: leasePath, offer: { kind: 'tolerate' } });
    // The credit in the submission counts, not the one the offer was made on.
    expect(await codeOf(submitted(actor, [later.id], draft, { 'firm.credit': 'C' }))).toBe('material.not_tolerated');
    const caseNo = await submitted(actor, [later.id], draft, { 'firm.credit': 'A' });

    const health = officer('李卫', region, 'health');
    const tracking = await cases.tracking({ actor, caseNo });
    expect(tracking.later).toMatchObject([{ id: later.id, name: { 'zh-CN': '房屋租赁合同' }, file: { due: '2026-03-09', late: false } }]);
    sent.length = 0;
    clock.now = '2026-03-06T02:00:00.000Z';
    await materials.runDueRound();
    expect(sent).toEqual([]);
    clock.now = '2026-03-07T02:00:00.000Z';
    await materials.runDueRound();
    await materials.runDueRound();
    expect(sent).toEqual([{ to: '13800000000', text: expect.stringMatching(/容缺材料「房屋租赁合同」，请于 2026-03-09 前/) }]);

    clock.now = '2026-03-10T02:00:00.000Z';
    await materials.runDueRound();
    await materials.runDueRound();
    const copies = (await cases.inbox({ actor: health, state: 'copies' })).rows.filter((row) => row.caseNo === caseNo);
    expect(copies).toHaveLength(1);
    const page = await cases.taskPage({ actor: health, taskId: copies[0]!.id });
    expect(page.asked?.words).toBe('容缺材料「房屋租赁合同」应于 2026-03-09 前补交，已逾期。');
    expect((await cases.tracking({ actor, caseNo })).later).toMatchObject([{ file: { late: true } }]);

    const file = await sendFile(materials, { actor, target: { caseNo }, bytes: await picture() });
    const deliver = { actor, caseNo, id: later.id, files: [file] };
    expect(await codeOf(materials.deliverMaterial({ ...deliver, actor: person() }))).toBe('case.unknown');
    await materials.deliverMaterial(deliver);
    expect(await codeOf(materials.deliverMaterial(deliver))).toBe('material.delivered');
    const seen = await cases.taskPage({ actor: health, taskId: copies[0]!.id });
    const field = seen.groups.flatMap(({ fields }) => fields).find(({ path }) => path === leasePath)!;
    expect(field.files).toMatchObject([{ kind: 'tolerance', deliveredAt: clock.now, delivered: [{ id: file, name: '合同.jpg' }] }]);
    expect((await materials.uploadContent({ actor: health, id: file })).type).toBe('image/jpeg');
  });
});

describe('补正 of one material', () => {
  it('opens that slot alone and takes nothing but another document', async () => {
    const actor = person();
    const { materials, cases } = world.services;
    const draft = await begin(actor);
    const first = await sendFile(materials, { actor, target: { draft: draft.id }, bytes: await picture() });
    const caseNo = await submitted(actor, [first], draft);
    const health = officer('李卫', region, 'health');
    const taskId = (await cases.inbox({ actor: health })).rows.find((row) => row.caseNo === caseNo)!.id;
    const page = await cases.taskPage({ actor: health, taskId });
    expect(page.supplementFields.map(({ path }) => path)).toContain(leasePath);
    await cases.requestSupplement({
      actor: health,
      taskId,
      rev: page.rev,
      defects: [{ path: leasePath, words: '缺少签字页' }],
      commandId: commandId(),
    });

    const must = (await cases.tracking({ actor, caseNo })).mustDo!;
    expect(must.fields).toMatchObject([{ path: leasePath, material: { files: [{ id: first }], upload: true } }]);
    const answer = (files: string[]) => cases.answerSupplement({ actor, caseNo, values: { [leasePath]: files }, commandId: commandId() });
    expect(await codeOf(answer([first]))).toBe('material.same');
    const second = await sendFile(materials, {
      actor,
      target: { caseNo },
      bytes: await picture('png'),
      name: '签字页.png',
      type: 'image/png',
    });
    expect(await codeOf(answer([first, second]))).toBe('accepted');
    const after = await cases.taskPage({ actor: health, taskId });
    expect(after.groups.flatMap(({ fields }) => fields).find(({ path }) => path === leasePath)!.shown).toBe('合同.jpg、签字页.png');
    expect((await findUpload(world.store, second))!.retain_days).toBe(30);
  });
});

async function decide(actor: SessionActor, caseNo: string): Promise<void> {
  const { cases, caseParts } = world.services;
  const row = (await cases.inbox({ actor })).rows.find((one) => one.caseNo === caseNo)!;
  const { rev } = await cases.taskPage({ actor, taskId: row.id });
  await cases.complete({ actor, taskId: row.id, rev, decision: 'agree', commandId: commandId() });
  const { claimDueJobs } = await import('../../store/jobs.ts');
  const { performJob } = await import('../cases/effects.ts');
  const jobs = await claimDueJobs(world.store, { region, workerId: 'test', limit: 50, lease: 30 });
  for (const job of jobs) await performJob(caseParts, job, { maxAttempts: 1 });
}
