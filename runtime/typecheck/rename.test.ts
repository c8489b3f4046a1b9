import { describe, expect, it } from 'vitest';
import { createChecker } from './check.ts';

const { check, rename } = createChecker();
const declarations = `interface Input { mother: { name: string; age: number | null }; father: { name: string } }
interface Output { baby: { guardian: string; name: string } }
`;
const renamed = (body: string, from = 'mother.name', to = 'mother.fullName') =>
  rename({ source: `export default function (input: Input): Output {\n${body}\n}\n`, declarations, from, to });
const bodyOf = (source: string) => source.split('\n').slice(1, -2).join('\n');

describe('a value that got another key is followed by what it means', () => {
  it.each([
    [
      'dotted',
      'return { baby: { guardian: input.mother.name, name: "" } };',
      'return { baby: { guardian: input.mother.fullName, name: "" } };',
    ],
    [
      'by a name of its own',
      'const m = input.mother;\nconst n = m;\nvoid n.name;',
      'const m = input.mother;\nconst n = m;\nvoid n.fullName;',
    ],
    ['taken apart', 'const { mother: { name } } = input;\nvoid name;', 'const { mother: { fullName: name } } = input;\nvoid name;'],
    ['in brackets', 'void input["mother"]["name"];', 'void input["mother"]["fullName"];'],
    [
      'handed to a function',
      'const of = (who: Input["mother"]) => who.name;\nvoid of(input.mother);',
      'const of = (who: Input["mother"]) => who.fullName;\nvoid of(input.mother);',
    ],
  ])('%s', (_how, before, after) => expect(bodyOf(renamed(before).source)).toBe(after));

  it('and what is only spelled alike stays: comments, texts, other values', () => {
    const body = '// mother.name\nvoid "mother.name";\nvoid input.father.name;\nconst mother = { name: 1 };\nvoid mother.name;';
    expect(renamed(body)).toMatchObject({ places: 0 });
    expect(bodyOf(renamed(body).source)).toBe(body);
  });

  it('in the result as well, also where the value is named by a variable', () => {
    const { source, places } = renamed('const name = "";\nreturn { baby: { guardian: "", name } };', 'baby.name', 'baby.fullName');
    expect(bodyOf(source)).toBe('const name = "";\nreturn { baby: { guardian: "", fullName: name } };');
    expect(places).toBe(1);
  });
});

describe('a note for the trial', () => {
  const noting =
    'interface Rule { a: number }\n\nexport default function (input: Input): Output {\n  console.log(input.mother.name);\n  throw new Error("x");\n}\n';

  it('is allowed, goes nowhere in a case, and every line is known by where it came from', () => {
    const { js, problems, lines } = check({ source: noting, declarations, lines: true });
    expect(problems).toEqual([]);
    expect(js).toMatch(/^const console = \{ log\(\) \{\} \};/);
    const row = js.split('\n').findIndex((line) => line.includes('throw'));
    expect(lines?.[row]).toBe(5);
  });

  it('leaves scripts as they are that write none or have a console of their own', () => {
    const plain = check({ source: 'export default function (input: Input): Output { return null as never; }', declarations });
    const own = check({
      source: 'const console = { log() {} };\nexport default function (input: Input): Output { console.log(); return null as never; }',
      declarations,
    });
    expect(plain.js).not.toContain('console');
    expect(own.js.match(/const console/g)).toHaveLength(1);
  });
});
