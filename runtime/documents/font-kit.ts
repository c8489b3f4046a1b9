/** Reads fonts for the PDF library, once each, and keeps their subsets whole. */
import fontkit from '@pdf-lib/fontkit';

type Font = ReturnType<typeof fontkit.create>;

/** What the library's TrueType subset keeps while it grows; its types do not name it. */
interface TrueTypeSubset {
  glyf: Uint8Array[];
  offset: number;
  _addGlyph(glyph: number): number;
}

/**
 * The short form of a font's `loca` table (OpenType 1.9, loca) holds half offsets, so every glyph must have an even
 * length. The library writes odd ones too and the glyphs behind them are lost: each is padded here as it is added.
 */
export function padGlyphs(subset: TrueTypeSubset): void {
  const add = subset._addGlyph;
  if (!add) return; // Fonts with PostScript outlines have no such table.
  subset._addGlyph = function addEven(this: TrueTypeSubset, glyph) {
    const index = add.call(this, glyph);
    const outline = this.glyf[index]!;
    if (outline.length % 2 === 1) {
      // The library takes only buffers of its own kind.
      const Own = outline.constructor as unknown as BufferConstructor;
      this.glyf[index] = Own.concat([outline, Own.alloc(1)]);
      this.offset += 1;
    }
    return index;
  };
}

/** Reading a font of ten megabytes takes longer than the rest of a certificate: each is read once. */
export function createFontKit(): typeof fontkit {
  const parsed = new Map<Uint8Array, Font>();
  return {
    create(data, name) {
      const known = parsed.get(data);
      if (known) return known;
      const font = fontkit.create(data, name);
      const make = font.createSubset.bind(font);
      font.createSubset = () => {
        const subset = make();
        padGlyphs(subset as unknown as TrueTypeSubset);
        return subset;
      };
      parsed.set(data, font);
      return font;
    },
  };
}
