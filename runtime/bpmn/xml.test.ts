import { describe, expect, it } from 'vitest';
import { XmlError } from './problem.ts';
import { bytes } from './testing/model.ts';
import { MAX_BYTES, readXml } from './xml.ts';

function refusal(input: Uint8Array | string): { code: string; line?: number } {
  try {
    readXml(typeof input === 'string' ? bytes(input) : input);
  } catch (error) {
    if (error instanceof XmlError) return { code: error.problem.code, line: error.problem.line };
    throw error;
  }
  throw new Error('was read');
}

describe('reading XML', () => {
  it('resolves namespaces whatever the prefixes are called', () => {
    const root = readXml(bytes('<a:x xmlns:a="urn:1" y="1" a:z="2"><b xmlns="urn:2"/></a:x>'));
    expect([root.name, root.namespace, root.attributes.y, root.attributes.z]).toEqual(['x', 'urn:1', '1', '2']);
    expect([root.children[0]!.name, root.children[0]!.namespace]).toEqual(['b', 'urn:2']);
  });

  it('keeps attributes apart that differ in namespace only', () => {
    const root = readXml(bytes('<a:x xmlns:a="urn:1" y="1" a:y="2"/>'));
    expect([root.attributes.y, root.attributes['{urn:1}y']]).toEqual(['1', '2']);
  });

  it('reads text, CDATA and the five entities, and skips comments', () => {
    expect(readXml(bytes('<a>1 &lt; 2<!-- <b> --><![CDATA[ & <c>]]>&#x4e2d;&#65;</a>')).text).toBe('1 < 2 & <c>中A');
  });

  it('knows the line of an element', () => {
    expect(readXml(bytes('<a>\n\n<b/>\n<c/></a>')).children.map((one) => one.line)).toEqual([3, 4]);
  });

  it.each([
    ['UTF-16 with a mark', new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from('<a>中</a>', 'utf16le'))])],
    ['UTF-16 without one', new Uint8Array(Buffer.from('<a>中</a>', 'utf16le'))],
    ['GB 18030', new Uint8Array([...bytes('<?xml version="1.0" encoding="GBK"?><a>'), 0xd6, 0xd0, ...bytes('</a>')])],
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('<a>中</a>')])],
  ])('reads %s', (_name, input) => {
    expect(readXml(input).text).toBe('中');
  });
});

describe('hostile XML', () => {
  it.each([
    ['a document type', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'xml.doctype'],
    ['entities that grow', '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', 'xml.doctype'],
    ['an undeclared entity', '<a>&nbsp;</a>', 'xml.entity'],
    ['a bare ampersand', '<a>a & b</a>', 'xml.entity'],
    ['a forbidden character', '<a>\u0001</a>', 'xml.bad_character'],
    ['a reference to a forbidden one', '<a>&#0;</a>', 'xml.entity'],
    ['an element that is not closed', '<a><b></a>', 'xml.not_well_formed'],
    ['nothing closed at all', '<a><b>', 'xml.not_well_formed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'xml.not_well_formed'],
    ['an attribute without quotes', '<a b=1/>', 'xml.not_well_formed'],
    ['two roots', '<a/><b/>', 'xml.not_well_formed'],
    ['an unknown prefix', '<x:a/>', 'xml.unknown_prefix'],
    ['no XML', 'hello', 'xml.not_xml'],
    ['nothing', '', 'xml.not_xml'],
    ['an encoding nobody knows', '<?xml version="1.0" encoding="x-evil"?><a/>', 'xml.encoding'],
    ['depth', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, 'xml.too_deep'],
    ['number', `<a>${'<b/>'.repeat(100_001)}</a>`, 'xml.too_many'],
  ])('%s is refused with a code', (_name, source, code) => {
    expect(refusal(source).code).toBe(code);
  });

  it('bytes that are not of the encoding they declare', () => {
    expect(refusal(new Uint8Array([...bytes('<a>'), 0xff, 0xfe, 0xfd, ...bytes('</a>')])).code).toBe('xml.encoding');
    expect(refusal('<?xml version="1.0" encoding="UTF-16"?><a/>').code).toBe('xml.encoding');
  });

  it('a file too large is not even decoded', () => {
    expect(refusal(new Uint8Array(MAX_BYTES + 1)).code).toBe('xml.too_large');
  });

  it('says the line', () => {
    expect(refusal('<a>\n<b>\n</c></a>').line).toBe(3);
  });
});
