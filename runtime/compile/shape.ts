/**
 * The shape `compile` relies on. The schemas say much more (and ajv checks them when a document is saved); this keeps
 * the pure core from stumbling over any JSON at all: what does not fit is reported, and nothing further is compiled.
 */
import { error, pathOf } from './finding.ts';
import type { Finding } from './plan.ts';

type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'any'
  | 'stringOrBoolean'
  | { map: Shape }
  | { list: Shape }
  | { is: Members }
  | { oneOf: readonly string[] };
/** Members by name; a name ending in '?' may be absent. */
interface Members {
  [name: string]: Shape;
}

const text: Shape = { is: { 'zh-CN': 'string', 'en?': 'string' } };
const strings: Shape = { list: 'string' };
const valueTypes =
  'string text number integer money boolean date dateTime code codes region address idCard uscc mobile email bankCard file table signature dateRange cascade'.split(
    ' ',
  );
const types: Shape = { oneOf: valueTypes };
const inputTypes: Shape = { oneOf: [...valueTypes, 'time', 'dayTimeDuration', 'yearMonthDuration'] };
const codes: Shape = { map: { is: { name: text, rank: 'string', 'parent?': 'string' } } };
const columns: Shape = {
  map: {
    is: {
      rank: 'string',
      'label?': text,
      'hint?': text,
      'element?': 'string',
      'type?': types,
      'codes?': codes,
      'required?': 'stringOrBoolean',
      'computed?': 'string',
    },
  },
};
const valueSpec: Shape = {
  is: { name: text, 'type?': types, 'codes?': codes, 'element?': 'string', 'sensitivity?': 'number', 'columns?': columns },
};
const duration: Shape = { is: { amount: 'number', unit: { oneOf: ['workingDays', 'days', 'hours', 'minutes', 'seconds'] } } };
const owner: Shape = { is: { department: 'string', 'region?': 'string' } };

const event: Shape = {
  is: {
    type: { oneOf: 'form timer message signal condition error escalation compensation cancel'.split(' ') },
    'duration?': duration,
    'until?': 'string',
    'cycle?': { is: { every: duration, 'times?': 'number' } },
    'share?': { is: { clock: 'string', percent: 'number' } },
    'message?': 'string',
    'key?': 'string',
    'values?': { map: 'string' },
    'provides?': { map: 'string' },
    'signal?': 'string',
    'when?': 'string',
    'code?': 'string',
    'node?': 'string',
  },
};
const activity: Members = {
  'loop?': { is: { test: { oneOf: ['before', 'after'] }, while: 'string', 'max?': 'number' } },
  'each?': {
    is: {
      'over?': 'string',
      'times?': 'string',
      'departments?': strings,
      'as?': 'string',
      order: { oneOf: ['parallel', 'sequential'] },
      'until?': 'string',
      'rest?': { oneOf: ['cancel', 'continue'] },
      'addable?': 'boolean',
      'collect?': { map: 'string' },
    },
  },
  'section?': 'string',
  'suspends?': 'string',
};
const desk: Members = {
  department: 'string',
  'departmentBy?': 'string',
  'role?': 'string',
  'item?': 'string',
  'form?': 'string',
  'asks?': text,
  decisions: {
    map: {
      is: {
        name: text,
        rank: 'string',
        effect: { oneOf: ['agree', 'refuse', 'other'] },
        'opinionRequired?': 'boolean',
        'paper?': { oneOf: ['acceptance', 'nonAcceptance', 'refusal', 'none'] },
        'articles?': { list: text },
      },
    },
  },
  'dueDays?': 'number',
  'supplement?': 'boolean',
  'reads?': strings,
  ...activity,
};

const materialSlot: Members = {
  name: text,
  rank: 'string',
  'hint?': text,
  'legalBasis?': text,
  'document?': 'string',
  'required?': 'stringOrBoolean',
  accepts: {
    list: {
      is: {
        kind: { oneOf: ['licence', 'earlier', 'promise', 'tolerate', 'upload'] },
        'data?': 'string',
        'licence?': 'string',
        'days?': 'number',
        'text?': text,
        'when?': 'string',
        'remindDays?': 'number',
        'types?': strings,
        'maxBytes?': 'number',
      },
    },
  },
  'maxFiles?': 'number',
  'retentionDays?': 'number',
};

const nodeMembers: Record<string, Members> = {
  start: { trigger: event, 'given?': strings, 'interrupting?': 'boolean' },
  fill: { party: 'string', forms: strings, 'prefill?': strings, ...activity },
  consent: { party: 'string', statement: text, expires: duration, 'item?': 'string', ...activity },
  task: { ...desk, 'custom?': { is: { kind: 'string', 'settings?': { map: 'any' } } } },
  window: desk,
  assist: desk,
  pay: {
    ...desk,
    'payment?': { is: { amount: 'string', title: text, 'days?': 'number', paid: 'string', unpaid: 'string' } },
  },
  seal: desk,
  joint: {
    'item?': 'string',
    'asks?': text,
    participants: {
      map: { is: { name: text, rank: 'string', department: 'string', 'role?': 'string', 'item?': 'string', 'weight?': 'number' } },
    },
    mode: { is: { type: { oneOf: ['all', 'any', 'count', 'vote'] }, 'count?': 'number', 'percent?': 'number' } },
    onRefuse: { oneOf: ['stop', 'continue'] },
    'dueDays?': 'number',
    ...activity,
  },
  data: { data: 'string', 'item?': 'string', ...activity },
  script: { script: 'string', 'item?': 'string', ...activity },
  decision: { table: 'string', 'item?': 'string', ...activity },
  notify: { notification: 'string', 'item?': 'string', ...activity },
  issue: { outcome: 'string', 'item?': 'string', ...activity },
  archive: { 'item?': 'string', 'department?': 'string', 'years?': 'number', ...activity },
  transfer: { 'item?': 'string', to: 'string', 'values?': { map: 'string' }, 'number?': 'string', ...activity },
  call: {
    'item?': 'string',
    scenario: 'string',
    'region?': 'string',
    'inputs?': { map: 'string' },
    'outputs?': { map: 'string' },
    ...activity,
  },
  catch: { 'item?': 'string', event, 'suspends?': 'string' },
  throw: { 'item?': 'string', event },
  boundary: { attachedTo: 'string', 'interrupting?': 'boolean', event },
  timer: { wait: { is: { 'duration?': duration, 'until?': 'string' } }, 'suspends?': 'string' },
  end: { result: { oneOf: ['completed', 'refused', 'withdrawn', 'expired'] }, 'terminate?': 'boolean', 'event?': event },
  exclusive: {},
  parallel: {},
  inclusive: {},
  event: {},
  complex: { activate: { is: { 'count?': 'number', 'when?': 'string' } }, rest: { oneOf: ['ignore', 'block', 'cancel'] } },
  threads: { mode: { oneOf: ['split', 'merge'] }, count: 'string' },
  cancel: { nodes: strings, 'complete?': 'boolean' },
  block: {
    'item?': 'string',
    'adHoc?': { is: { order: { oneOf: ['parallel', 'sequential'] }, 'done?': 'string', 'rest?': { oneOf: ['cancel', 'wait'] } } },
    'transaction?': 'boolean',
    'event?': 'boolean',
    ...activity,
  },
};

const material: Shape = { is: { name: text, source: { oneOf: ['upload', 'shared', 'earlier', 'counter'] }, 'data?': 'string' } };
const table: Shape = {
  is: {
    name: text,
    hitPolicy: { oneOf: ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'OUTPUT_ORDER', 'RULE_ORDER', 'COLLECT'] },
    'aggregation?': { oneOf: ['SUM', 'COUNT', 'MIN', 'MAX'] },
    inputs: { map: { is: { name: text, rank: 'string', expression: 'string', type: inputTypes, 'allowed?': strings } } },
    outputs: { map: { is: { name: text, rank: 'string', path: 'string', type: types, 'allowed?': strings, 'default?': 'string' } } },
    // biome-ignore lint/suspicious/noThenProperty: a row's outputs are called `then` in the document
    rows: { map: { is: { rank: 'string', when: { map: 'string' }, then: { map: 'string' }, 'note?': text } } },
  },
};
const scenario: Members = {
  id: 'string',
  name: text,
  'summary?': text,
  'owner?': owner,
  'audience?': { is: { 'who?': text, 'minutes?': 'number', 'fee?': text, 'help?': 'string', 'synonyms?': strings } },
  subjects: {
    map: {
      is: {
        name: text,
        rank: 'string',
        kind: { oneOf: ['person', 'organisation', 'thing', 'matter'] },
        role: { oneOf: ['applicant', 'actedFor', 'coParty', 'none'] },
      },
    },
  },
  departments: { map: { is: { name: text, rank: 'string', 'hue?': 'number' } } },
  'roles?': { map: { is: { name: text } } },
  items: {
    map: {
      is: {
        name: text,
        rank: 'string',
        department: 'string',
        'legalBasis?': text,
        'statutoryDays?': 'number',
        promisedDays: 'number',
        'applicable?': 'string',
        'materials?': { list: material },
        'fee?': text,
      },
    },
  },
  forms: { map: { is: { form: 'string', 'item?': 'string', 'applicable?': 'string' } } },
  'situation?': { is: { form: 'string' } },
  'materials?': { map: { is: materialSlot } },
  'variables?': { map: valueSpec },
  edges: {
    map: { is: { from: 'string', to: 'string', rank: 'string', 'name?': text, 'when?': 'string', 'on?': 'string', 'default?': 'boolean' } },
  },
  'data?': {
    map: {
      is: {
        name: text,
        rank: 'string',
        resource: 'string',
        'contract?': 'string',
        'purpose?': text,
        keys: { map: 'string' },
        provides: { map: 'string' },
        'consent?': 'stringOrBoolean',
        fallback: { oneOf: ['ask', 'assist', 'fail'] },
        'assist?': {
          is: {
            'question?': text,
            'days?': 'number',
            'nullRate?': 'number',
            'evidence?': { oneOf: ['optional', 'required'] },
            'validDays?': 'number',
          },
        },
        'editable?': 'boolean',
      },
    },
  },
  'tables?': { map: table },
  'scripts?': {
    map: {
      is: { name: text, source: 'string', reads: strings, writes: strings, 'limits?': { is: { 'cpuMs?': 'number', 'heapMb?': 'number' } } },
    },
  },
  'messages?': { map: { is: { name: text, 'key?': 'string', 'keep?': 'boolean' } } },
  'signals?': { map: { is: { name: text, reach: { oneOf: ['case', 'region'] } } } },
  'errors?': { map: { is: { name: text } } },
  'escalations?': { map: { is: { name: text } } },
  'clocks?': {
    map: {
      is: {
        name: text,
        kind: { oneOf: ['promised', 'statutory'] },
        days: 'number',
        'unit?': { oneOf: ['workingDays', 'days', 'months', 'workingHours', 'hours'] },
        'afterHours?': { oneOf: ['nextDay', 'sameDay'] },
        'legalBasis?': text,
        'calendar?': 'string',
        starts: 'string',
        'ends?': 'string',
        'item?': 'string',
        'department?': 'string',
        'amberDays?': 'number',
        'amberHours?': 'number',
        'suspendedBy?': strings,
        'restartedBy?': strings,
        'extension?': { is: { max: 'number', 'legalBasis?': text } },
      },
    },
  },
  'papers?': { map: { is: { kind: { oneOf: ['acceptance'] }, at: 'string', department: 'string', 'item?': 'string', 'note?': text } } },
  'notifications?': { map: { is: { name: text, to: 'string', channel: { oneOf: ['sms', 'inbox'] }, text } } },
  'outcomes?': {
    map: {
      is: {
        name: text,
        kind: { oneOf: ['certificate', 'notice'] },
        department: 'string',
        'item?': 'string',
        number: 'string',
        'numberPrefix?': 'string',
        holder: 'string',
        fields: { list: { is: { label: text, path: 'string' } } },
        'statement?': text,
        'licence?': 'string',
        'validDays?': 'number',
      },
    },
  },
  'params?': { map: { is: { name: text, type: types, value: 'any' } } },
};
const view: Shape = { oneOf: ['edit', 'read', 'hide'] };
const form: Members = {
  id: 'string',
  name: text,
  department: 'string',
  'subjects?': { map: { is: { name: text, rank: 'string', kind: 'string', 'role?': 'string' } } },
  sections: { map: { is: { title: text, rank: 'string', 'visibleWhen?': 'string', 'hint?': text } } },
  fields: {
    map: {
      is: {
        section: 'string',
        rank: 'string',
        subject: 'string',
        'element?': 'string',
        'type?': types,
        'codes?': codes,
        'key?': 'string',
        'label?': text,
        'hint?': text,
        'required?': 'stringOrBoolean',
        'visibleWhen?': 'string',
        'custom?': 'string',
        'computed?': 'string',
        'default?': 'string',
        'columns?': columns,
        'minRows?': 'number',
        'maxRows?': 'number',
        'item?': 'string',
        'legalBasis?': text,
        'why?': text,
        'source?': 'string',
        'slot?': 'string',
        'views?': { is: { 'applicant?': view, 'window?': view, 'officer?': view, 'print?': view } },
      },
    },
  },
};
const element: Members = {
  name: text,
  type: types,
  'codes?': codes,
  'minimum?': 'number',
  'maximum?': 'number',
  'minLength?': 'number',
  'maxLength?': 'number',
  'pattern?': 'string',
  'unit?': text,
  sensitivity: 'number',
  'hint?': text,
};
const resource: Members = {
  id: 'string',
  name: text,
  owner,
  sharing: { oneOf: ['unconditional', 'conditional', 'notShared'] },
  keys: { map: valueSpec },
  fields: { map: { is: { name: text, 'type?': types, 'codes?': codes, 'element?': 'string', sensitivity: 'number' } } },
  cardinality: { oneOf: ['one', 'many'] },
};
const contract: Members = {
  id: 'string',
  resource: 'string',
  scenario: 'string',
  purpose: text,
  fields: strings,
  validFrom: 'string',
  validTo: 'string',
  status: { oneOf: ['granted', 'suspended', 'revoked'] },
};
const packageShape: Shape = {
  is: {
    scenario: { is: scenario },
    forms: { map: { is: form } },
    elements: { map: { is: element } },
    resources: { map: { is: resource } },
    contracts: { map: { is: contract } },
    cases: { map: { is: {} } },
  },
};
/** More than any document of ours needs; deeper JSON would only serve to exhaust a stack. */
const mostDepth = 100;
const mostFindings = 100;

/** Everything about a package that `compile` could not read. */
export function shapeFindings(pkg: unknown): Finding[] {
  if (deeperThan(pkg, mostDepth)) {
    const words = `文档嵌套超过 ${mostDepth} 层：请检查是否导入了错误的文件。`;
    return [
      error(
        'document-malformed',
        { path: 'scenario' },
        words,
        `The documents are nested more than ${mostDepth} levels deep: check that the right file was imported.`,
      ),
    ];
  }
  const findings: Finding[] = [];
  checkShape(pkg, packageShape, [], findings);
  if (findings.length === 0) checkNodes((pkg as { scenario: { nodes?: unknown } }).scenario.nodes, findings);
  return findings.slice(0, mostFindings);
}

function checkNodes(nodes: unknown, findings: Finding[]): void {
  const path = ['scenario', 'nodes'];
  checkShape(nodes, { map: { is: { kind: { oneOf: Object.keys(nodeMembers) }, name: text, 'parent?': 'string' } } }, path, findings);
  if (findings.length > 0) return;
  for (const [id, node] of Object.entries(nodes as Record<string, { kind: string }>)) {
    checkShape(node, { is: nodeMembers[node.kind]! }, [...path, id], findings);
  }
}

function checkShape(value: unknown, shape: Shape, path: string[], findings: Finding[]): void {
  if (!fits(value, shape)) {
    findings.push(malformed(path, shape));
    return;
  }
  if (typeof shape === 'string' || 'oneOf' in shape) return;
  if ('list' in shape)
    for (const [index, item] of (value as unknown[]).entries()) checkShape(item, shape.list, [...path, String(index)], findings);
  if ('map' in shape) for (const [id, item] of Object.entries(value as object)) checkShape(item, shape.map, [...path, id], findings);
  if ('is' in shape) checkMembers(value as Record<string, unknown>, shape.is, path, findings);
}

function checkMembers(value: Record<string, unknown>, members: Members, path: string[], findings: Finding[]): void {
  for (const [key, shape] of Object.entries(members)) {
    const optional = key.endsWith('?');
    const name = optional ? key.slice(0, -1) : key;
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member !== undefined || !optional) checkShape(member, shape, [...path, name], findings);
  }
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'any') return true;
  if (shape === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (shape === 'stringOrBoolean') return typeof value === 'string' || typeof value === 'boolean';
  if (typeof shape === 'string') return typeof value === shape;
  if ('oneOf' in shape) return typeof value === 'string' && shape.oneOf.includes(value);
  if ('list' in shape) return Array.isArray(value);
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function malformed(path: string[], shape: Shape): Finding {
  const [zh, en] = expectation(shape);
  const words = `这里的内容不符合文档格式，应为${zh}：请改正后再检查。`;
  return error(
    'document-malformed',
    { path: pathOf(...path) },
    words,
    `This does not fit the document format; ${en} is expected here: correct it and check again.`,
  );
}

function expectation(shape: Shape): [string, string] {
  if (shape === 'string') return ['文字', 'a text'];
  if (shape === 'number') return ['数字', 'a number'];
  if (shape === 'boolean') return ['真或假', 'true or false'];
  if (shape === 'stringOrBoolean') return ['真、假或一条表达式', 'true, false or an expression'];
  if (typeof shape === 'string') return ['一个值', 'a value'];
  if ('oneOf' in shape) return [shape.oneOf.join('、'), `one of ${shape.oneOf.join(', ')}`];
  return 'list' in shape ? ['一个列表', 'a list'] : ['一个对象', 'an object'];
}

/** Without recursion, since depth is what is asked. */
function deeperThan(value: unknown, limit: number): boolean {
  const stack: [unknown, number][] = [[value, 0]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [item, depth] = next;
    if (item === null || typeof item !== 'object') continue;
    if (depth >= limit) return true;
    for (const child of Object.values(item)) stack.push([child, depth + 1]);
  }
  return false;
}
