import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { createFontKit } from './font-kit.ts';

const require = createRequire(import.meta.url);
const file = readFileSync(require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'));

interface Subset {
  includeGlyph(glyph: { id: number }): number;
  encodeStream(): NodeJS.ReadableStream;
}

describe('the font subset of a certificate', () => {
  it('keeps the outline of every character, as it is in the whole font', async () => {
    const kit = createFontKit();
    const font = kit.create(file);
    const words = [...'出生医学证明新生儿姓名周小满编号海盐县卫生健康局签发日期 No. Y330000123'];
    const subset = font.createSubset() as unknown as Subset;
    const glyphs = words.map((word) => font.glyphForCodePoint(word.codePointAt(0)!));
    const places = glyphs.map((glyph) => subset.includeGlyph(glyph));

    const chunks: Buffer[] = [];
    await new Promise((resolve, reject) =>
      subset
        .encodeStream()
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', resolve)
        .on('error', reject),
    );
    const small = createFontKit().create(Buffer.concat(chunks)) as unknown as { getGlyph(id: number): { path: { toSVG(): string } } };

    for (const [index, glyph] of glyphs.entries()) {
      expect(small.getGlyph(places[index]!).path.toSVG(), words[index]).toBe(
        (glyph as unknown as { path: { toSVG(): string } }).path.toSVG(),
      );
    }
  });
});
