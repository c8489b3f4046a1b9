import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { createCertificateMaker } from './certificate.ts';
import { createCheckCodes } from './check-code.ts';
import { breakLines } from './lines.ts';

const input = {
  name: { 'zh-CN': '出生医学证明', en: 'Birth certificate' },
  department: { 'zh-CN': '卫生健康局', en: 'Health commission' },
  regionName: '海盐县',
  number: 'CS2026030212345678',
  checkCode: 'ABCDE23456',
  holder: '林小雨',
  fields: [{ label: { 'zh-CN': '性别', en: 'Sex' }, shown: '女' }],
  statement: { 'zh-CN': '依据分娩记录签发。' },
  issuedAt: '2026-03-02T01:00:00.000Z',
};

describe('a certificate', () => {
  it('is one A4 page that names itself and weighs little, since only the glyphs used are inside', async () => {
    const { content, sha256 } = await createCertificateMaker({ publicUrl: 'http://127.0.0.1:8080' }).make(input);

    const pdf = await PDFDocument.load(content, { updateMetadata: false });
    expect(pdf.getPageCount()).toBe(1);
    expect(pdf.getPage(0).getSize()).toEqual({ width: 595.28, height: 841.89 });
    expect(pdf.getTitle()).toBe('出生医学证明');
    expect(pdf.getSubject()).toBe(input.number);
    expect(pdf.getCreationDate()?.toISOString()).toBe(input.issuedAt);
    expect(content.length).toBeLessThan(100_000);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leads to the public check of this installation, whatever is in its number', () => {
    const maker = createCertificateMaker({ publicUrl: 'https://lianban.example' });
    expect(maker.verifyUrl('A/1?x', 'B C')).toBe('https://lianban.example/api/verify/A%2F1%3Fx?code=B%20C');
  });
});

describe('a statutory paper', () => {
  const paper = {
    name: { 'zh-CN': '补正告知书', en: 'Notice of what is missing' },
    department: { 'zh-CN': '卫生健康局', en: 'Health commission' },
    regionName: '海盐县',
    number: 'BZ2026030212345678',
    checkCode: 'ABCDE23456',
    to: '林雨',
    issuedAt: '2026-03-02T01:00:00.000Z',
  };
  const pagesOf = async (count: number) => {
    const paragraphs = Array.from({ length: count }, (_, index) => ({
      'zh-CN': `${index + 1}. 缺少照片，请补交。`,
      en: `${index + 1}. Photo`,
    }));
    const { content } = await createCertificateMaker({ publicUrl: 'http://127.0.0.1:8080' }).makePaper({ ...paper, paragraphs });
    return PDFDocument.load(content, { updateMetadata: false });
  };

  it('is a letter that names itself, on as many pages as it needs', async () => {
    const short = await pagesOf(3);
    expect([short.getPageCount(), short.getTitle(), short.getSubject()]).toEqual([1, '补正告知书', paper.number]);
    expect((await pagesOf(60)).getPageCount()).toBeGreaterThan(2);
  });
});

describe('a check code', () => {
  const codes = createCheckCodes(Buffer.alloc(32, 1).toString('base64'));

  it('has ten characters that cannot be mistaken, and belongs to its number and its installation', () => {
    expect(codes.codeOf('N1')).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
    expect(codes.codeOf('N1')).toBe(codes.codeOf('N1'));
    expect(codes.codeOf('N2')).not.toBe(codes.codeOf('N1'));
    expect(createCheckCodes(Buffer.alloc(32, 2).toString('base64')).codeOf('N1')).not.toBe(codes.codeOf('N1'));
  });

  it('is accepted as people type it, and nothing else is', () => {
    const code = codes.codeOf('N1');
    expect(codes.matches('N1', ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `)).toBe(true);
    expect(codes.matches('N2', code)).toBe(false);
    expect(codes.matches('N1', code.slice(1))).toBe(false);
    expect(codes.matches('N1', '')).toBe(false);
  });
});

describe('lines', () => {
  const width = (text: string) => text.length;

  it('break between Chinese characters and at spaces between words', () => {
    expect(breakLines('一二三四五六', width, 4)).toEqual(['一二三四', '五六']);
    expect(breakLines('one two three', width, 8)).toEqual(['one two', 'three']);
    expect(breakLines('门牌 No. 12', width, 6)).toEqual(['门牌 No.', '12']);
    expect(breakLines('', width, 5)).toEqual([]);
  });
});
