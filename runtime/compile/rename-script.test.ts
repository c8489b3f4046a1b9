import { describe, expect, it } from 'vitest';
import { mentionsInScript, renameInScript } from './rename-script.ts';

const renamed = (source: string, to = 'mother.fullName') => renameInScript(source, 'mother.name', to);

describe('a value that got another key is followed in a script', () => {
  it.each([
    ['return input.mother.name;', 'return input.mother.fullName;'],
    ['return input.mother?.name ?? "";', 'return input.mother?.fullName ?? "";'],
    ['const m = input.mother;\nreturn m.name;', 'const m = input.mother;\nreturn m.fullName;'],
    ['const { name } = input.mother;\nreturn name;', 'const { fullName: name } = input.mother;\nreturn name;'],
    ['const { mother: { name } } = input;', 'const { mother: { fullName: name } } = input;'],
    ['return { mother: { name: "王芳", age: 3 } };', 'return { mother: { fullName: "王芳", age: 3 } };'],
    ['return { mother: { age: 3, name } };', 'return { mother: { age: 3, fullName: name } };'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the script
    ['return `mother.name ${input.mother.name}`;', 'return `mother.name ${input.mother.fullName}`;'],
  ])('in %j', (source, expected) => expect(renamed(source)).toBe(expected));

  it.each([
    '// mother.name is not read here\nreturn 1;',
    '/* mother.name */ return "mother.name";',
    'return /mother.name/.test(text);',
    'return input.grandmother.name;',
    'return input.mother.nameUsed;',
    'return input.father.name;',
    'const { name } = input.father;',
    'return { father: { name: 1 } };',
  ])('and what only looks like it stays: %j', (source) => expect(renamed(source)).toBe(source));

  it('also under another subject, where both parts are named', () => {
    expect(renamed('return input.mother.name + mother.name;', 'father.name')).toBe('return input.father.name + father.name;');
  });

  it('a division is no pattern', () => {
    expect(renamed('const half = a / 2; const b = input.mother.name; const c = d / 2;')).toContain('input.mother.fullName');
  });
});

describe('mentions of a value in a script', () => {
  it('are places in its text, in order; comments are none', () => {
    const source = '// mother.name\nconst { name } = input.mother;\nreturn input.mother.name;';
    expect(mentionsInScript(source, 'mother.name').map(({ at, length }) => source.slice(at, at + length))).toEqual(['name', 'mother.name']);
    expect(mentionsInScript(source, 'mother.age')).toEqual([]);
    expect(mentionsInScript('const { mother: { name } } = input;', 'mother.name')).toHaveLength(1);
  });

  it('are not what it hands out under that name', () => {
    expect(
      mentionsInScript('export default function (input: Input): Output {\n  return { mother: { name: "王芳" } };\n}', 'mother.name'),
    ).toEqual([]);
  });
});
