/** Uploads over HTTP: bytes where they are asked for and nowhere else, hostile files and names, and headers of what is shown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskList, UploadView } from '../../schemas/generated/api.ts';
import {
  bomb,
  docx,
  eicar,
  lyingArchive,
  overlappingArchive,
  pdf,
  pdfWithFile,
  pdfWithHiddenScript,
  pdfWithLaunch,
  pdfWithScript,
  picture,
  pixelBomb,
} from '../files/testing/samples.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let officer: Visitor;
let applicant: Visitor;
let task: string;
beforeAll(async () => {
  const journey = journeyOf('no-father');
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  applicant = await product.client.signIn('mother', demoPassword);
  officer = await product.client.signIn('wj', demoPassword);
  await startCase(applicant, journey);
  task = (await officer.send<TaskList>('GET', '/api/tasks')).body.rows[0]!.id;
});
afterAll(() => product.close());

const octets = { 'content-type': 'application/octet-stream' };
const begin = (more: object = {}) =>
  officer.send<UploadView>('POST', '/api/uploads', { body: { for: { task }, name: '现场.jpg', size: 900, ...more } });
const patch = (id: string, bytes: Buffer, headers: Record<string, string> = {}) =>
  officer.send<UploadView & { code: string }>('PATCH', `/api/uploads/${id}`, {
    raw: bytes,
    headers: { ...octets, 'upload-offset': '0', ...headers },
  });

async function sent(bytes: Buffer, name: string, type?: string) {
  const begun = await begin({ name, size: bytes.length, ...(type ? { type } : {}) });
  const answers = [];
  for (let at = 0; at < bytes.length; at += 1_000_000)
    answers.push(await patch(begun.body.id, bytes.subarray(at, at + 1_000_000), { 'upload-offset': String(at) }));
  return { id: begun.body.id, answer: answers.at(-1)! };
}

describe('a piece', () => {
  it('is bytes: neither JSON, forms, compressed bodies nor addresses of files', async () => {
    const { id } = (await begin()).body;

    expect(await patch(id, Buffer.from('{}'), { 'content-type': 'application/json' })).toMatchObject({ status: 415 });
    expect(await patch(id, Buffer.from('x'), { 'content-type': 'multipart/form-data; boundary=x' })).toMatchObject({ status: 415 });
    expect(await patch(id, Buffer.from('x'), { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    expect(await begin({ filepath: '/etc/passwd' })).toMatchObject({ status: 400, body: { code: 'body.upload_shape' } });
    expect(await patch(id, Buffer.alloc(1_100_000))).toMatchObject({ status: 413 });
    for (const offset of ['', '-1', '1e3', '0x0', '99999999999', ' '])
      expect([offset, (await patch(id, Buffer.from('x'), { 'upload-offset': offset })).status]).toEqual([offset, 400]);
    expect((await officer.send<UploadView>('GET', `/api/uploads/${id}`)).body.offset).toBe(0);
    // Elsewhere bytes are no body.
    expect(await officer.send('POST', '/api/uploads', { raw: Buffer.from('x'), headers: octets })).toMatchObject({ status: 415 });
  });

  it.each(['../../etc/passwd', '%2e%2e%2fetc', "' OR 1=1", '01890000-0000-7000-8000-00000000000G', 'constructor'])(
    'has no upload %s',
    async (id) => {
      expect((await officer.send('GET', `/api/uploads/${encodeURIComponent(id)}/content`)).status).toBe(404);
    },
  );
});

describe('a hostile file', () => {
  it.each([
    ['a PDF with a script', pdfWithScript, 'a.pdf', 'upload.pdf_active'],
    ['a PDF with a hidden script', pdfWithHiddenScript, 'a.pdf', 'upload.pdf_active'],
    ['a PDF that starts a program', pdfWithLaunch, 'a.pdf', 'upload.pdf_active'],
    ['a PDF with a file in it', pdfWithFile, 'a.pdf', 'upload.pdf_active'],
    ['a PDF behind a page', async () => Buffer.concat([Buffer.from('<html>'), await pdf()]), 'a.pdf', 'upload.two_types'],
    ['a PDF that is an archive too', async () => Buffer.concat([await pdf(), docx()]), 'a.pdf', 'upload.two_types'],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.html', 'upload.type_unknown'],
    ['a page named as a picture', () => Buffer.from('<html><body onload=alert(1)>'), 'a.jpg', 'upload.type_unknown'],
    [
      'a drawing with a script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      'a.svg',
      'upload.type_unknown',
    ],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), 'a.exe', 'upload.type_unknown'],
    ['the scanners’ test text', () => Buffer.from(eicar), 'a.com', 'upload.type_unknown'],
    ['an archive that grows a thousand times', bomb, 'a.docx', 'upload.archive_bomb'],
    ['an archive that lies', lyingArchive, 'a.docx', 'upload.archive_bomb'],
    ['an archive that overlaps itself', overlappingArchive, 'a.docx', 'upload.archive_bomb'],
    ['an archive that climbs', () => docx({ '../../../etc/cron.d/x': Buffer.from('x') }), 'a.docx', 'upload.archive_active'],
    ['a picture of 400 million dots', pixelBomb, 'a.png', 'upload.too_many_pixels'],
    ['a picture under another name', () => picture('png'), 'a.pdf', 'upload.type_differs'],
  ])('is refused in words: %s', async (_, make, name, code) => {
    const { id, answer } = await sent(Buffer.from(await make()), name);

    expect(answer).toMatchObject({ status: 422, body: { code, title: expect.stringMatching(/\p{Script=Han}/u) } });
    expect((await officer.send<UploadView>('GET', `/api/uploads/${id}`)).body).toMatchObject({ state: 'refused', problem: code });
    expect((await officer.send('GET', `/api/uploads/${id}/content`)).status).toBe(404);
  });

  it('is drawn anew when it is a picture that carries a page', async () => {
    const bytes = Buffer.concat([await picture(), Buffer.from('<script>alert(document.cookie)</script>')]);
    const { id, answer } = await sent(bytes, '现场.jpg', 'image/jpeg');

    expect(answer.body).toMatchObject({ state: 'ready', type: 'jpeg' });
    expect(answer.body.sha256).not.toBe(answer.body.sent);
    const shown = await officer.send('GET', `/api/uploads/${id}/content`);
    expect(shown.bytes.includes('<script')).toBe(false);
  });
});

describe('what is shown', () => {
  it('is shown in a box of its own: type as found, no sniffing, no scripts, no other frames, not kept', async () => {
    const { id } = await sent(await picture('png'), '现场\r\nX-Evil: 1.png', 'image/png');

    const { status, headers } = await officer.send('GET', `/api/uploads/${id}/content`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'.*; sandbox$/);
    expect(headers['content-disposition']).toMatch(/^inline; filename=/);
    expect(headers['x-evil']).toBeUndefined();
    expect((await officer.send('GET', `/api/uploads/${id}/thumbnail`)).headers['content-type']).toBe('image/webp');
    expect((await applicant.send('GET', `/api/uploads/${id}/content`)).status).toBe(404);
  });

  it('is saved and not shown where a browser would not know what to do: HEIC and office files', async () => {
    const { id, answer } = await sent(await pdf(), '意见.pdf', 'application/pdf');
    expect(answer.body.state).toBe('ready');
    const { headers } = await officer.send('GET', `/api/uploads/${id}/content`);
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    const office = await sent(docx(), '意见.docx');
    expect(office.answer.body).toMatchObject({ code: 'upload.type_not_allowed' });
  });
});
