import type { DataContract, DataUse } from '../../../schemas/generated/documents.ts';
import { at, en, error, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding, PendingApplication } from '../plan.ts';
import { contractOfUse, pendingOfUse } from '../rights.ts';
import type { Rule } from './rule.ts';

/** Every read needs a granted contract that covers its resource, scenario, fields and purpose. */
export const dataUseWithoutContract: Rule = (model) =>
  model.input.rights === 'atRead' ? [] : Object.entries(model.pkg.scenario.data ?? {}).flatMap(([id, use]) => findingsOf(model, id, use));

function findingsOf(model: Model, id: string, use: DataUse): Finding[] {
  const resource = entry(model.pkg.resources, use.resource);
  const notShared =
    resource?.sharing === 'notShared'
      ? [
          error(
            'data-not-shared',
            at('data', id, 'resource'),
            `${zh(resource.name)}不予共享：请改为由申请人提供，或与数据提供部门协商。`,
            `${en(resource.name)} is not shared: ask the applicant instead, or talk to the department that holds it.`,
          ),
        ]
      : [];
  const contract = contractOfUse(model.pkg, model.input, use);
  if (contract) return [...notShared, ...contractFindings(model, id, use, contract)];
  // In a package on its own a contract that is named but not there is a dangling reference.
  if (use.contract !== undefined && model.input.rights === undefined) return notShared;
  const pending = pendingOfUse(model.pkg, model.input, use);
  return [...notShared, pending ? waiting(id, use, pending) : missing(model, id, use)];
}

/** Somebody else has to act: the author knows who and until when, and goes on with samples meanwhile. */
function waiting(id: string, use: DataUse, { number, words }: PendingApplication): Finding {
  return {
    ...error(
      'data-use-without-contract',
      at('data', id),
      `${zh(use.name)}的数据授权还在办理，申请 ${number} ${words['zh-CN']}。期间可用样例数据预演，授权后才能发布。`,
      `The contract for ${en(use.name)} is under way, application ${number}: ${words.en ?? words['zh-CN']}. Rehearse with samples meanwhile; publish once it is granted.`,
    ),
    blocks: 'publish',
  };
}

function missing({ pkg, input }: Model, id: string, use: DataUse): Finding {
  const contracts = typeof input.rights === 'object' ? input.rights.contracts : pkg.contracts;
  const fitting = Object.values(contracts).find((contract) => contract.resource === use.resource && contract.scenario === pkg.scenario.id);
  const [zhHint, enHint] = fitting
    ? [`请选用已有的授权${zh(fitting.purpose)}`, `choose the contract granted for ${en(fitting.purpose)}`]
    : [
        '请向数据提供部门申请，批准后在这里选用',
        'apply to the department that holds the data and choose the contract here once it is granted',
      ];
  const finding = error(
    'data-use-without-contract',
    at('data', id),
    `${zh(use.name)}没有数据使用授权：${zhHint}。`,
    `${en(use.name)} has no data contract: ${enHint}.`,
  );
  // In a region the way to a contract is known: drawing and rehearsal need not wait for its beginning either.
  return typeof input.rights === 'object' ? { ...finding, blocks: 'publish' } : finding;
}

function contractFindings({ pkg, input }: Model, id: string, use: DataUse, contract: DataContract): Finding[] {
  const where = at('data', id, 'contract');
  const name = use.name;
  const outside = Object.keys(use.provides).filter((field) => !contract.fields.includes(field));
  const fieldNames = outside.map((field) => entry(entry(pkg.resources, use.resource)?.fields, field)?.name ?? { 'zh-CN': field });
  const findings: Finding[] = [];
  if (contract.resource !== use.resource)
    findings.push(
      error(
        'contract-of-other-use',
        where,
        `${zh(name)}选用的授权是另一个数据资源的：请选用这个资源的授权。`,
        `The contract of ${en(name)} is for another data resource: choose one for this resource.`,
      ),
    );
  if (contract.scenario !== pkg.scenario.id)
    findings.push(
      error(
        'contract-of-other-use',
        where,
        `${zh(name)}选用的授权是给另一个事项场景的：请为本场景申请授权。`,
        `The contract of ${en(name)} was granted to another scenario: apply for one for this scenario.`,
      ),
    );
  const pending = outside.length > 0 ? pendingOfUse(pkg, input, use) : undefined;
  if (pending && outside.every((field) => pending.fields.includes(field))) {
    findings.push({
      ...error(
        'contract-too-narrow',
        where,
        `授权还不包括${fieldNames.map((field) => zh(field)).join('、')}，申请 ${pending.number} ${pending.words['zh-CN']}。期间可用样例数据预演，授权后才能发布。`,
        `The contract does not cover ${fieldNames.map((field) => en(field)).join(', ')} yet, application ${pending.number}: ${pending.words.en ?? pending.words['zh-CN']}. Rehearse with samples meanwhile; publish once it is granted.`,
      ),
      blocks: 'publish',
    });
  } else if (outside.length > 0) {
    findings.push(
      error(
        'contract-too-narrow',
        where,
        `授权不包括${fieldNames.map((field) => zh(field)).join('、')}：请申请扩大授权，或不要读取。`,
        `The contract does not cover ${fieldNames.map((field) => en(field)).join(', ')}: apply for a wider one, or do not read them.`,
      ),
    );
  }
  if (use.purpose && use.purpose['zh-CN'] !== contract.purpose['zh-CN']) {
    findings.push(
      error(
        'contract-purpose',
        at('data', id, 'purpose'),
        `${zh(name)}的用途${zh(use.purpose)}与授权的用途${zh(contract.purpose)}不同：请改为授权的用途，或另行申请。`,
        `${en(name)} is used for ${en(use.purpose)}, but the contract was granted for ${en(contract.purpose)}: use that purpose, or apply again.`,
      ),
    );
  }
  const steps = contract.steps === undefined ? [] : readingSteps(pkg, id).filter((step) => !contract.steps!.includes(step));
  if (steps.length > 0) {
    const names = steps.map((step) => pkg.scenario.nodes[step]!.name);
    findings.push(
      error(
        'contract-of-other-step',
        where,
        `授权不包括在${names.map((step) => zh(step)).join('、')}读取${zh(name)}：请为这个环节申请，或在已授权的环节读取。`,
        `The contract does not cover reading ${en(name)} at ${names.map((step) => en(step)).join(', ')}: apply for that step, or read it where it was granted.`,
      ),
    );
  }
  return [...findings, ...inForce(where, use, contract, input.today)];
}

/** Steps of the flow that perform this use. */
function readingSteps({ scenario }: Model['pkg'], use: string): string[] {
  return Object.entries(scenario.nodes).flatMap(([id, node]) => {
    const reads = (node.kind === 'data' && node.data === use) || (node.kind === 'fill' && node.prefill?.includes(use));
    return reads ? [id] : [];
  });
}

/** Not an error: a contract can be renewed or resumed without a new version of the scenario. */
function inForce(where: Pick<Finding, 'path' | 'element'>, use: DataUse, contract: DataContract, today: string | undefined): Finding[] {
  if (contract.status !== 'granted') {
    const [wordZh, wordEn] = contract.status === 'suspended' ? ['已暂停', 'is suspended'] : ['已撤销', 'was revoked'];
    return [
      warning(
        'contract-not-in-force',
        where,
        `${zh(use.name)}的授权${wordZh}，办件时将读不到数据：请联系数据提供部门。`,
        `The contract of ${en(use.name)} ${wordEn}, so nothing can be read: talk to the department that holds the data.`,
      ),
    ];
  }
  if (today !== undefined && (contract.validTo < today || today < contract.validFrom)) {
    return [
      warning(
        'contract-not-in-force',
        where,
        `${zh(use.name)}的授权有效期是 ${contract.validFrom} 至 ${contract.validTo}，今天不在其中：请续期。`,
        `The contract of ${en(use.name)} is valid from ${contract.validFrom} to ${contract.validTo}, not today: renew it.`,
      ),
    ];
  }
  return [];
}
