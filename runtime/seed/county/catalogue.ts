/** The field standard, the data catalogue and the contracts in force of the county. */
import type { DataContract, DataResource } from '../../../schemas/generated/documents.ts';
import { searchOf } from '../../services/data/resource-check.ts';
import { elementWrite } from '../../services/forms/names.ts';
import { insertAgreed } from '../../store/contracts.ts';
import { insertPublished } from '../../store/data-resources.ts';
import { findElement, upsertElements } from '../../store/elements.ts';
import type { Store } from '../../store/store.ts';
import { type CountyDepartment, countyDepartments } from './departments.ts';
import { attributes, elementId, elementOf } from './packages.ts';
import { countyServices } from './services.ts';

/** The catalogue of an ordinary county lists this many resources; they have 14 fields each. */
const resourceCount = 366;
const contractCount = 249;

interface CatalogueSeed {
  store: Store;
  region: string;
  at: string;
}

/** Every register of every department, with one element for each of its fields. Answers how many there are now. */
export async function seedCatalogue(seed: CatalogueSeed): Promise<{ resources: number; elements: number; contracts: number }> {
  const registers = countyDepartments
    .flatMap((department) => department.registers.map((_, register) => ({ department, register })))
    .slice(0, resourceCount);
  for (const { department, register } of registers) await seedRegister(seed, department, register);
  for (const department of countyDepartments) {
    const own = registers.filter((one) => one.department === department).map(({ register }) => register);
    await seedElements(seed, department, own);
  }
  for (let number = 0; number < contractCount; number += 1)
    await insertAgreed(seed.store, seed.region, contractOf(number, registers), seed.at);
  return { resources: registers.length, elements: registers.length * attributes.length, contracts: contractCount };
}

async function seedRegister({ store, region, at }: CatalogueSeed, department: CountyDepartment, register: number): Promise<void> {
  const document = resourceOf(region, department, register);
  await insertPublished(store, {
    region,
    id: document.id,
    department: department.code,
    document,
    search: searchOf(document),
    notes: '首次编目',
    at,
  });
}

/** All elements of a department in one statement; where the first one is there, the department keeps its own. */
async function seedElements({ store, region, at }: CatalogueSeed, department: CountyDepartment, registers: number[]): Promise<void> {
  if (await findElement(store, region, elementId(department, 0, attributes[0]!.key))) return;
  const elements = registers.flatMap((register) =>
    attributes.map(({ key }, index) => elementWrite(elementId(department, register, key), elementOf(department, register, index))),
  );
  const line = { accountName: 'system', result: 'done' as const, region, at, action: 'elements.imported', object: department.code };
  await upsertElements(store, { region, department: department.code, elements, by: 'system', at, line });
}

function resourceOf(region: string, department: CountyDepartment, register: number): DataResource {
  const name = department.registers[register]!;
  return {
    format: 'lianban.data-resource/1',
    id: `${department.code}/register${register}`,
    name: { 'zh-CN': `${name['zh-CN']}信息`, en: name.en },
    answers: {
      'zh-CN': `按证件号码查询${name['zh-CN']}的登记内容`,
      en: `What is on record under a document number: ${name.en}`,
    },
    owner: { region, department: department.code },
    sharing: register % 3 === 0 ? 'unconditional' : register === 9 ? 'notShared' : 'conditional',
    connection: 'sample',
    keys: { holderCode: { name: { 'zh-CN': '证件号码', en: 'Document number' }, type: 'string', sensitivity: 3 } },
    fields: Object.fromEntries(
      attributes.map(({ key, name: words, type, sensitivity, example }) => [
        key,
        { name: words, type, element: elementId(department, register, key), sensitivity, example },
      ]),
    ),
    cardinality: 'one',
    maxAgeSeconds: 3600,
    samples: [Object.fromEntries(attributes.map(({ key, example, type }) => [key, type === 'integer' ? Number(example) : example]))],
  };
}

/** In turn over the services, each with registers of other departments than the last one asked for. */
function contractOf(number: number, registers: { department: CountyDepartment; register: number }[]): DataContract {
  const service = countyServices[number % countyServices.length]!;
  const { department, register } = registers[(number * 37) % registers.length]!;
  return {
    format: 'lianban.data-contract/1',
    id: `${service.id}/${department.code}-register${register}`,
    resource: `${department.code}/register${register}`,
    scenario: service.id,
    purpose: { 'zh-CN': `${service.name['zh-CN']}免交材料`, en: `No papers to hand in: ${service.name.en}` },
    legalBasis: { 'zh-CN': '《政务数据共享条例》第十九条', en: 'Regulations on Government Data Sharing, art. 19' },
    fields: ['holder', 'status', 'validTo'],
    quotaPerDay: 2000,
    validFrom: '2026-01-01',
    validTo: number % 20 === 0 ? '2026-12-31' : '2028-12-31',
    status: number % 25 === 24 ? 'suspended' : 'granted',
  };
}
