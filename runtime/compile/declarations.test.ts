import { describe, expect, it } from 'vitest';
import { declarationsFor } from './declarations.ts';
import { addRegister, edge, samplePackage, text } from './testing/sample.ts';

const pkg = samplePackage((sample) => {
  addRegister(sample);
  sample.scenario.variables = {
    'child.sex': { name: text('孩子性别', 'Sex of the child'), element: 'sex' },
    'child.fee': { name: text('费用 */ evil', 'Fee\nsecond line'), type: 'money' },
    'child.kinds': { name: text('种类', 'Kinds'), type: 'codes', codes: { 'a-1': { name: text('甲', 'A'), rank: 'a0' } } },
    'child.born': { name: text('出生', 'Born'), type: 'date' },
  };
  sample.scenario.scripts = {
    s_fee: {
      name: text('算费', 'Fee'),
      language: 'typescript',
      source: '',
      reads: ['applicant.name', 'applicant.city', 'child.sex', 'child.born'],
      writes: ['child.fee', 'child.kinds'],
    },
  };
  sample.scenario.nodes.n_fee = { kind: 'script', name: text('算费', 'Fee'), script: 's_fee' };
  Object.assign(sample.scenario.edges, { e_3: edge('n_check', 'n_fee'), e_4: edge('n_fee', 'n_end') });
});

describe('declarations of a script', () => {
  const source = declarationsFor(pkg, 's_fee');

  it('nest values by subject, with names in both languages', () => {
    expect(source).toContain('interface Input {\n  /** 申请人 Applicant */\n  applicant: {\n    /** 姓名 Name */\n    name: string;\n');
  });

  it('a required answer is never null, anything else may be', () => {
    expect(source).toContain('    name: string;');
    expect(source).toContain('    city: string | null;');
  });

  it('codes are the union of their values, named in the comment; money and dates have names', () => {
    expect(source).toContain('     * 1: 男 male\n     * 2: 女 female\n');
    expect(source).toContain('sex: "1" | "2" | null;');
    expect(source).toContain('fee: Money | null;');
    expect(source).toContain('born: LocalDate | null;');
    expect(source).toContain('kinds: Array<"a-1"> | null;');
  });

  it('no text of an author can leave its comment', () => {
    expect(source).toContain('/** 费用 *∕ evil Fee second line */');
    expect(source.match(/\*\//g)!.length).toBe(source.match(/\/\*\*/g)!.length);
  });

  it('are the same by the node that runs it', () => {
    expect(declarationsFor(pkg, 'n_fee')).toBe(source);
  });
});

describe('declarations of a node', () => {
  it('list what was collected before it, and nothing to give back', () => {
    const source = declarationsFor(pkg, 'n_check');

    expect(source).toContain('idNumber: string;');
    expect(source).not.toContain('fee:');
    expect(source).toContain('interface Output {\n}\n');
  });

  it('of something unknown are empty', () => {
    expect(declarationsFor(pkg, 'constructor')).toContain('interface Input {\n}\ninterface Output {\n}\n');
  });
});
