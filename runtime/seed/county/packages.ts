/** The county's 25 services as packages: a form, an accepting desk, the other departments side by side, one promised date. */
import type { DataElement, Form, FormField, Scenario, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { type CountyDepartment, countyDepartments } from './departments.ts';
import type { CountyService } from './services.ts';

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
export const rankOf = (index: number) => `a${String(index).padStart(4, '0')}`;

/** What every register says of one of its records; with its ten registers a department has 140 elements. */
export const attributes: { key: string; name: Text; type: ValueType; sensitivity: 1 | 2 | 3 | 4; example: string }[] = [
  { key: 'number', name: text('编号', 'number'), type: 'string', sensitivity: 1, example: '2026-0018' },
  { key: 'holder', name: text('名称', 'holder'), type: 'string', sensitivity: 2, example: '滨海路 18 号' },
  { key: 'holderCode', name: text('证件号码', 'document number'), type: 'string', sensitivity: 3, example: '330424200001010012' },
  { key: 'kind', name: text('类别', 'kind'), type: 'string', sensitivity: 1, example: '一般' },
  { key: 'status', name: text('状态', 'status'), type: 'string', sensitivity: 1, example: '有效' },
  { key: 'registeredOn', name: text('登记日期', 'registered on'), type: 'date', sensitivity: 1, example: '2026-02-14' },
  { key: 'validFrom', name: text('有效期起', 'valid from'), type: 'date', sensitivity: 1, example: '2026-02-14' },
  { key: 'validTo', name: text('有效期止', 'valid to'), type: 'date', sensitivity: 1, example: '2031-02-13' },
  { key: 'authority', name: text('登记机关', 'authority'), type: 'string', sensitivity: 1, example: '海盐县' },
  { key: 'place', name: text('地址', 'place'), type: 'string', sensitivity: 2, example: '武原街道' },
  { key: 'phone', name: text('联系电话', 'phone'), type: 'mobile', sensitivity: 3, example: '13800000000' },
  { key: 'amount', name: text('金额', 'amount'), type: 'money', sensitivity: 2, example: '1280.50' },
  { key: 'count', name: text('数量', 'count'), type: 'integer', sensitivity: 1, example: '12' },
  { key: 'remark', name: text('备注', 'remark'), type: 'string', sensitivity: 1, example: '无' },
];

/** Id of an element: the department, the place of the register, the attribute. */
export function elementId(department: CountyDepartment, register: number, attribute: string): string {
  return `${department.code}${register}${attribute[0]!.toUpperCase()}${attribute.slice(1)}`;
}

export function elementOf(department: CountyDepartment, register: number, index: number): DataElement {
  const { key, name, type, sensitivity, example } = attributes[index]!;
  const of = department.registers[register]!;
  return {
    code: `${department.code.toUpperCase()}-${String(register + 1).padStart(2, '0')}${String(index + 1).padStart(2, '0')}`,
    name: text(`${of['zh-CN']}${name['zh-CN']}`, `${of.en}: ${name.en}`),
    type,
    sensitivity,
    example,
    category: of['zh-CN'],
    ...(type === 'string' ? { maxLength: 120 } : {}),
    ...(key === 'count' ? { minimum: 0 } : {}),
  };
}

const personal: { key: string; label: Text; type: ValueType }[] = [
  { key: 'name', label: text('姓名', 'Name'), type: 'string' },
  { key: 'idNumber', label: text('身份证号', 'ID number'), type: 'idCard' },
  { key: 'mobile', label: text('手机号', 'Mobile'), type: 'mobile' },
];
/** Attributes a form asks for; the others are for the register alone. */
const asked = [1, 3, 9, 11];

const departmentOf = (code: string) => countyDepartments.find((department) => department.code === code)!;

function formOf(service: CountyService): { form: Form; elements: Record<string, DataElement> } {
  const elements: Record<string, DataElement> = {};
  const sections: Form['sections'] = { person: { title: text('申请人', 'Applicant'), rank: rankOf(0) } };
  const fields: Record<string, FormField> = {};
  for (const [index, { key, label, type }] of personal.entries())
    fields[key] = { section: 'person', rank: rankOf(index), subject: 'applicant', key, type, label, required: true };
  for (const [index, item] of service.items.entries()) {
    const department = departmentOf(item.department);
    sections[`s${index}`] = { title: item.name, rank: rankOf(index + 1) };
    const register = (service.id.length + index) % department.registers.length;
    for (const attribute of asked) {
      const id = elementId(department, register, attributes[attribute]!.key);
      elements[id] = elementOf(department, register, attribute);
      fields[id] = {
        section: `s${index}`,
        rank: rankOf(100 + index * 10 + attribute),
        subject: 'matter',
        element: id,
        item: `it${index}`,
        required: attribute !== 11,
      };
    }
  }
  const form: Form = {
    format: 'lianban.form/1',
    id: `${service.id}-form`,
    name: text(`${service.name['zh-CN']}申请表`, `Application: ${service.name.en}`),
    department: service.items[0]!.department,
    version: 1,
    sections,
    fields,
  };
  return { form, elements };
}

const agree = { name: text('同意', 'Agree'), rank: 'a0', effect: 'agree' as const };
const refuse = { name: text('不予受理', 'Refuse'), rank: 'a1', effect: 'refuse' as const };

/** Values of a complete application, by path. */
export function valuesOf(
  pkg: ScenarioPackage,
  person: { name: string; idNumber: string; mobile: string },
): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const field of Object.values(pkg.forms[`${pkg.scenario.id}-form`]!.fields)) {
    const own = field.key as keyof typeof person | undefined;
    values[`${field.subject}.${own ?? field.element}`] = own ? person[own] : pkg.elements[field.element!]!.example!;
  }
  return values;
}

/** Nodes of the departments that work side by side, after the one that accepts. */
export const deskNode = (index: number) => `n_${index}`;

export function packageOf(service: CountyService): ScenarioPackage {
  const { form, elements } = formOf(service);
  const reads = Object.values(form.fields).map((field) => `${field.subject}.${field.key ?? field.element}`);
  const nodes: Scenario['nodes'] = {
    n_start: { kind: 'start', name: text('开始', 'Start'), trigger: { type: 'form' } },
    n_fill: { kind: 'fill', name: text('填写申请', 'Application'), party: 'applicant', forms: ['f_main'] },
    g_fork: { kind: 'parallel', name: text('分送', 'To all') },
    g_join: { kind: 'parallel', name: text('汇总', 'All done') },
    n_end: { kind: 'end', name: text('办结', 'Done'), result: 'completed' },
    n_refused: { kind: 'end', name: text('不予受理', 'Refused'), result: 'refused' },
  };
  const edges: Scenario['edges'] = {
    e_fill: { from: 'n_start', to: 'n_fill', rank: 'a0' },
    e_accept: { from: 'n_fill', to: deskNode(0), rank: 'a0' },
    e_fork: { from: deskNode(0), to: 'g_fork', rank: 'a0', on: 'agree' },
    e_refuse: { from: deskNode(0), to: 'n_refused', rank: 'a1', on: 'refuse' },
    e_end: { from: 'g_join', to: 'n_end', rank: 'a0' },
  };
  for (const [index, item] of service.items.entries()) {
    nodes[deskNode(index)] = {
      kind: 'task',
      name: item.name,
      department: item.department,
      item: `it${index}`,
      dueDays: item.days,
      supplement: index === 0,
      decisions: index === 0 ? { agree, refuse } : { agree },
      reads,
    };
    if (index === 0) continue;
    edges[`e_to_${index}`] = { from: 'g_fork', to: deskNode(index), rank: rankOf(index) };
    edges[`e_from_${index}`] = { from: deskNode(index), to: 'g_join', rank: rankOf(index) };
  }
  const departments = [...new Set(service.items.map((item) => item.department))];
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id: service.id,
    name: service.name,
    subjects: {
      applicant: { name: text('申请人', 'Applicant'), rank: 'a0', kind: 'person', role: 'applicant' },
      matter: { name: text('事项', 'Matter'), rank: 'a1', kind: 'matter', role: 'none' },
    },
    departments: Object.fromEntries(
      departments.map((code, index) => [code, { name: departmentOf(code).name, rank: rankOf(index), hue: index % 8 }]),
    ),
    items: Object.fromEntries(
      service.items.map((item, index) => [
        `it${index}`,
        { name: item.name, rank: rankOf(index), department: item.department, promisedDays: item.days },
      ]),
    ),
    forms: { f_main: { form: form.id } },
    clocks: {
      c_all: {
        name: text('承诺时限', 'Promised'),
        kind: 'promised',
        days: Math.max(...service.items.map(({ days }) => days)) + 2,
        starts: deskNode(0),
      },
    },
    nodes,
    edges,
  };
  return { scenario, forms: { [form.id]: form }, elements, resources: {}, contracts: {}, cases: {} };
}
