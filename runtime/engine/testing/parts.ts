/** The world small test scenarios live in: two people, three departments, one form, one of everything else. */
import type { DataUse, Form, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const text = (words: string) => ({ 'zh-CN': words, en: words });
const field = (rank: string, key: string, more: Partial<Form['fields'][string]>): Form['fields'][string] => ({
  section: 'main',
  rank,
  subject: 'person',
  key,
  label: text(key),
  ...more,
});

/** person: name, idNumber (required), mobile, income, children, address and spare, a computed double of the income. */
function basicForm(): Form {
  return {
    format: 'lianban.form/1',
    id: 'basic',
    name: text('Basic'),
    department: 'd1',
    version: 1,
    sections: { main: { title: text('Main'), rank: 'a0' } },
    fields: {
      name: field('a0', 'name', { type: 'string', required: true }),
      idNumber: field('a1', 'idNumber', { type: 'string', required: true }),
      mobile: field('a2', 'mobile', { type: 'mobile' }),
      income: field('a3', 'income', { type: 'number' }),
      children: field('a4', 'children', { type: 'integer', visibleWhen: 'person.income > 100' }),
      address: field('a5', 'address', { type: 'string' }),
      double: field('a6', 'double', { type: 'number', computed: 'person.income * 2' }),
    },
  };
}

export function scenarioParts(): {
  base: Omit<Scenario, 'nodes' | 'edges'>;
  forms: Record<string, Form>;
  elements: ScenarioPackage['elements'];
} {
  return { base: baseScenario(), forms: { basic: basicForm() }, elements: {} };
}

function baseScenario(): Omit<Scenario, 'nodes' | 'edges'> {
  const lane = (rank: string) => ({ name: text(rank), rank });
  return {
    format: 'lianban.scenario/1',
    id: 'small',
    name: text('Small'),
    subjects: {
      person: { name: text('Person'), rank: 'a0', kind: 'person', role: 'applicant' },
      partner: { name: text('Partner'), rank: 'a1', kind: 'person', role: 'coParty' },
      paper: { name: text('Paper'), rank: 'a2', kind: 'thing', role: 'none' },
    },
    departments: { d1: lane('a0'), d2: lane('a1'), d3: lane('a2') },
    items: {
      one: { name: text('One'), rank: 'a0', department: 'd1', statutoryDays: 20, promisedDays: 10 },
      two: { name: text('Two'), rank: 'a1', department: 'd2', statutoryDays: 20, promisedDays: 10 },
    },
    forms: { basic: { form: 'basic', item: 'one' } },
    variables: {
      'person.score': { name: text('score'), type: 'number' },
      'person.grade': { name: text('grade'), type: 'string' },
      'person.amount': { name: text('amount'), type: 'money' },
      'paper.number': { name: text('number'), type: 'string' },
    },
    ...machines(),
  };
}

/** Reads address and income by id number. */
function register(): DataUse {
  return {
    name: text('Register'),
    rank: 'a0',
    resource: 'd1/register',
    contract: 'register-for-small',
    purpose: text('Test'),
    keys: { idNumber: 'person.idNumber' },
    provides: { address: 'person.address', income: 'person.income' },
    consent: true,
    fallback: 'ask',
  };
}

/** Options for a scenario whose data use differs. Example: begin('…', withUse({ consent: undefined })). */
export function withUse(change: Partial<DataUse>): { scenario: Pick<Scenario, 'data'> } {
  return { scenario: { data: { register: { ...register(), ...change } } } };
}

function machines(): Pick<Scenario, 'data' | 'tables' | 'scripts' | 'notifications' | 'outcomes' | 'params'> {
  const income = { name: text('income'), rank: 'a0', expression: 'person.income', type: 'number' as const };
  const grade = { name: text('grade'), rank: 'a0', path: 'person.grade', type: 'string' as const };
  return {
    data: {
      register: register(),
    },
    tables: {
      grade: {
        name: text('Grade'),
        hitPolicy: 'FIRST',
        inputs: { i: income },
        outputs: { o: grade },
        rows: {
          // biome-ignore lint/suspicious/noThenProperty: the documents' own word for what a row gives
          r1: { rank: 'a0', when: { i: '> 10' }, then: { o: '"high"' } },
          // biome-ignore lint/suspicious/noThenProperty: the documents' own word for what a row gives
          r2: { rank: 'a1', when: { i: '-' }, then: { o: '"low"' } },
        },
      },
    },
    scripts: {
      score: {
        name: text('Score'),
        language: 'typescript',
        source: 'export default (input) => ({ person: { score: input.person.income } })',
        reads: ['person.income', 'person.name'],
        writes: ['person.score', 'person.amount'],
      },
    },
    notifications: {
      news: { name: text('News'), to: 'person', channel: 'sms', text: { 'zh-CN': '{person.name}，您好', en: 'Hello {person.name}' } },
    },
    outcomes: {
      permit: {
        name: text('Permit'),
        kind: 'certificate',
        department: 'd1',
        number: 'paper.number',
        numberPrefix: 'P',
        holder: 'person',
        fields: [{ label: text('Name'), path: 'person.name' }],
      },
    },
    params: { base: { name: text('Base'), type: 'number', value: 7 } },
  };
}

export function resources(): Pick<ScenarioPackage, 'resources' | 'contracts'> {
  const owner = { region: '330000', department: 'd1' };
  return {
    resources: {
      'd1/register': {
        format: 'lianban.data-resource/1',
        id: 'd1/register',
        name: text('Register'),
        answers: text('Where does a person live?'),
        owner,
        sharing: 'unconditional',
        connection: 'register',
        operation: { method: 'GET', path: '/register' },
        keys: { idNumber: { name: text('id'), type: 'string' } },
        fields: {
          address: { name: text('address'), type: 'string', sensitivity: 2 },
          income: { name: text('income'), type: 'number', sensitivity: 2 },
        },
        cardinality: 'one',
      },
    },
    contracts: {
      'register-for-small': {
        format: 'lianban.data-contract/1',
        id: 'register-for-small',
        resource: 'd1/register',
        scenario: 'small',
        purpose: text('Test'),
        legalBasis: text('Test'),
        fields: ['address', 'income'],
        quotaPerDay: 1000,
        validFrom: '2026-01-01',
        validTo: '2027-12-31',
        status: 'granted',
      },
    },
  };
}
