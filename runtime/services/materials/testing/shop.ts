/** A small scenario with material slots, a credit read, one desk and a certificate; and the uploads of a person. */
import { createHash } from 'node:crypto';
import type { MaterialSlot } from '../../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../../compile/plan.ts';
import type { SessionActor } from '../../identity/index.ts';
import { samplePackage } from '../../testing/sample-package.ts';
import type { MaterialServices } from '../index.ts';
import type { Target } from '../places.ts';

const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });
export const region = '330424';
export const leasePath = 'firm.lease';

const lease: MaterialSlot = {
  name: text('房屋租赁合同', 'Lease'),
  rank: 'a0',
  document: 'lease-contract',
  required: true,
  accepts: [
    { kind: 'licence', licence: 'property-certificate' },
    { kind: 'earlier', days: 365 },
    { kind: 'promise', text: text('我承诺经营场所合法。', 'I promise the premises are lawful.') },
    { kind: 'tolerate', days: 5, when: 'firm.credit = "A"', remindDays: 2 },
    { kind: 'upload', types: ['pdf', 'jpeg', 'png'], maxBytes: 3 * 1024 * 1024 },
  ],
  maxFiles: 2,
  retentionDays: 30,
};

/** `id`: of the scenario. The certificate it issues is a licence of the kind `shop-permit`. */
export function shopPackage(id = 'shop-permit', change: (pkg: ScenarioPackage) => void = () => {}): ScenarioPackage {
  const pkg = samplePackage();
  const { scenario } = pkg;
  scenario.id = id;
  for (const contract of Object.values(pkg.contracts)) contract.scenario = id;
  scenario.subjects.firm = { name: text('企业', 'Company'), rank: 'z0', kind: 'organisation', role: 'actedFor' };
  scenario.materials = { m_lease: lease };
  const keep = ['n_start', 'n_fill', 'n_health', 'n_issue', 'n_end', 'n_refused'];
  for (const node of Object.keys(scenario.nodes)) if (!keep.includes(node)) delete scenario.nodes[node];
  const fill = scenario.nodes.n_fill!;
  const desk = scenario.nodes.n_health!;
  if (fill.kind === 'fill') fill.prefill = [];
  if (desk.kind === 'task') desk.reads = ['shop.name', leasePath];
  const edge = (from: string, to: string, on?: string) => ({ from, to, rank: 'a0', ...(on ? { on } : {}) });
  scenario.edges = {
    e_1: edge('n_start', 'n_fill'),
    e_2: edge('n_fill', 'n_health'),
    e_3: edge('n_health', 'n_issue', 'agree'),
    e_4: edge('n_health', 'n_refused', 'refuse'),
    e_5: edge('n_issue', 'n_end'),
  };
  delete scenario.items.it_police;
  delete scenario.scripts;
  delete scenario.data;
  delete scenario.notifications;
  delete scenario.clocks;
  delete scenario.subjects.partner;
  delete scenario.variables!['shop.fee'];
  delete scenario.variables!['shop.credit'];
  pkg.resources = {};
  pkg.contracts = {};
  const permit = scenario.outcomes!.o_licence!;
  permit.licence = 'shop-permit';
  permit.validDays = 365;
  const field = (key: string, rank: string, more: object) => ({
    section: 'main',
    rank,
    subject: 'firm',
    key,
    label: text(key),
    required: false,
    ...more,
  });
  const { idNumber, name, mobile, shopName } = pkg.forms.apply!.fields;
  pkg.forms.apply!.fields = {
    idNumber: idNumber!,
    name: name!,
    mobile: mobile!,
    shopName: shopName!,
    credit: field('credit', 'y0', { type: 'string' as const }),
    lease: field('lease', 'y1', { type: 'file' as const, slot: 'm_lease', label: text('房屋租赁合同', 'Lease') }),
  };
  scenario.departments = { health: scenario.departments.health!, market: scenario.departments.market! };
  change(pkg);
  return pkg;
}

/** Sends a file the way a client does, in pieces. */
export async function sendFile(
  materials: MaterialServices,
  {
    actor,
    target,
    bytes,
    name = '合同.jpg',
    path = leasePath,
    type = 'image/jpeg',
    piece = 200_000,
  }: {
    actor: SessionActor;
    target: Target;
    bytes: Buffer;
    name?: string;
    path?: string;
    type?: string;
    piece?: number;
  },
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let view = await materials.startUpload({ actor, for: target, path, name, type, size: bytes.length, sha256 });
  while (view.state === 'receiving') {
    const part = bytes.subarray(view.offset, view.offset + piece);
    view = await materials.appendUpload({ actor, id: view.id, offset: String(view.offset), digest: '', bytes: part });
  }
  return view.id;
}
