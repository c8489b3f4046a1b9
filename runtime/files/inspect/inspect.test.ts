import { describe, expect, it } from 'vitest';
import {
  archive,
  bomb,
  docx,
  eicar,
  lyingArchive,
  overlappingArchive,
  pdf,
  pdfWithFile,
  pdfWithHiddenScript,
  pdfWithLaunch,
  pdfWithOpenAction,
  pdfWithScript,
  picture,
} from '../testing/samples.ts';
import { inspect } from './inspect.ts';

const bytes = (text: string) => Buffer.from(text);
const joined = (...parts: (Buffer | string)[]) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? bytes(part) : part)));

describe('files that are what they seem', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('a %s picture is taken as it is, with a small picture beside it', async (type) => {
    const result = await inspect(await picture(type));

    expect(result).toMatchObject({ ok: true, type });
    expect(result.ok && result.redrawn).toBeFalsy();
    expect(result.ok && result.thumbnail?.length).toBeGreaterThan(100);
  });

  it('a PDF and an office file are known by what is in them', async () => {
    expect(await inspect(await pdf())).toEqual({ ok: true, type: 'pdf' });
    expect(await inspect(docx())).toEqual({ ok: true, type: 'docx' });
    expect(await inspect(archive({ 'OFD.xml': bytes('<ofd/>'), 'Doc_0/Document.xml': bytes('<d/>') }))).toEqual({ ok: true, type: 'ofd' });
  });
});

describe('pictures that carry more', () => {
  const script = '<html><script>alert(1)</script></html>';
  it.each([
    ['a page after the end', async () => joined(await picture(), script)],
    ['an archive after the end', async () => joined(await picture('png'), docx())],
    ['a PDF after the end', async () => joined(await picture('jpeg'), 'x'.repeat(2000), await pdf())],
    ['a script in a comment', async () => withComment(await picture('jpeg'), '<script>alert(1)</script>')],
  ])('are drawn anew: %s', async (_, make) => {
    const sent = await make();
    const result = await inspect(sent);

    if (!result.ok) throw new Error(result.code);
    const kept = Buffer.from(result.redrawn!);
    expect(kept.toString('latin1')).not.toMatch(/<script|%PDF-/);
    expect(kept.includes('PK\x03\x04')).toBe(false);
    const again = await inspect(kept);
    expect(again).toMatchObject({ ok: true, type: result.type });
    expect(again.ok && again.redrawn).toBeFalsy();
  });
});

describe('files that are refused', () => {
  it.each([
    ['a PDF with a script', pdfWithScript, 'upload.pdf_active'],
    ['a PDF that runs a script when it is opened', pdfWithOpenAction, 'upload.pdf_active'],
    ['a PDF that writes the name of its script in another way', pdfWithHiddenScript, 'upload.pdf_active'],
    ['a PDF that starts a program', pdfWithLaunch, 'upload.pdf_active'],
    ['a PDF with a file in it', pdfWithFile, 'upload.pdf_active'],
    ['a PDF behind a page', async () => joined('<html>', await pdf()), 'upload.two_types'],
    ['a PDF with an archive behind it', async () => joined(await pdf(), docx()), 'upload.two_types'],
    ['a PDF with a page behind it', async () => joined(await pdf(), '<html>'), 'upload.two_types'],
    ['a PDF cut off', async () => (await pdf()).subarray(0, 300), 'upload.two_types'],
    ['a picture with a PDF’s head', async () => joined('GIF89a', '%PDF-1.4'), 'upload.two_types'],
    [
      'a drawing that can act',
      () => bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'upload.type_unknown',
    ],
    ['a page', () => bytes('<!doctype html><script>alert(1)</script>'), 'upload.type_unknown'],
    ['a program', () => joined('MZ', Buffer.alloc(200)), 'upload.type_unknown'],
    ['a text', () => bytes(eicar), 'upload.type_unknown'],
    ['nothing but noughts', () => Buffer.alloc(1000), 'upload.type_unknown'],
    ['an archive of 30 MB in 30 kB', bomb, 'upload.archive_bomb'],
    ['an archive that lies about its sizes', lyingArchive, 'upload.archive_bomb'],
    ['an archive whose entries overlap', overlappingArchive, 'upload.archive_bomb'],
    ['an office file with macros', () => docx({ 'word/vbaProject.bin': bytes('x') }), 'upload.archive_active'],
    ['an archive that climbs out of its folder', () => docx({ '../../evil.xml': bytes('x') }), 'upload.archive_active'],
    ['an archive in an archive', () => docx({ 'word/more.zip': docx() }), 'upload.archive_active'],
    ['an archive that is no document', () => archive({ 'a.txt': bytes('a') }), 'upload.type_unknown'],
    ['half a picture', async () => (await picture()).subarray(0, 700), 'upload.unreadable'],
    ['a HEIC with something behind it', () => joined(heicHead(), docx()), 'upload.two_types'],
  ])('%s', async (_, make, code) => {
    expect(await inspect(await make())).toEqual({ ok: false, code });
  });
});

/** A JPEG comment directly behind the start mark. */
function withComment(jpeg: Buffer, words: string): Buffer {
  const comment = Buffer.alloc(4);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(words.length + 2, 2);
  return joined(jpeg.subarray(0, 2), comment, words, jpeg.subarray(2));
}

function heicHead(): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32BE(24, 0);
  head.write('ftypheic', 4, 'latin1');
  head.write('mif1heic', 16, 'latin1');
  return head;
}
