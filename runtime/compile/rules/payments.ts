import type { PayNode } from '../../../schemas/generated/documents.ts';
import { at, en, error, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Types a payment can be worked out from. */
const amounts = new Set(['money', 'number', 'integer']);

/** Payments nobody could make as drawn: an amount that is none, or outcomes the step does not have. */
export const payments: Rule = (model) =>
  Object.entries(model.pkg.scenario.nodes).flatMap(([id, node]) =>
    node.kind === 'pay' && node.payment ? findingsOf(model, id, node) : [],
  );

function findingsOf(model: Model, id: string, node: PayNode): Finding[] {
  const { paid, unpaid } = node.payment!;
  const unknown = (['paid', 'unpaid'] as const).filter((which) => !Object.hasOwn(node.decisions, node.payment![which]));
  return [
    ...unknown.map((which) =>
      error(
        'payment-outcome',
        at('nodes', id, 'payment', which),
        `${zh(node.name)}没有「${which === 'paid' ? '已缴费' : '未缴费'}」对应的办理结果：请从这一环节的结果里选一项。`,
        `${en(node.name)} has no outcome for “${which}”: choose one of the outcomes of this step.`,
      ),
    ),
    ...(paid === unpaid
      ? [
          error(
            'payment-outcome',
            at('nodes', id, 'payment', 'unpaid'),
            `${zh(node.name)}缴费和逾期未缴走的是同一个结果：请分别选择。`,
            `${en(node.name)} has the same outcome whether it is paid or not: choose two.`,
          ),
        ]
      : []),
    ...amountFindings(model, id, node),
    ...(node.form === undefined
      ? []
      : [
          warning(
            'payment-form-unused',
            at('nodes', id, 'form'),
            `${zh(node.name)}由申请人在线缴费，不会打开部门表单：请去掉表单，或改为部门确认收款。`,
            `${en(node.name)} is paid online, so no desk opens its form: remove the form, or let a desk confirm the payment.`,
          ),
        ]),
  ];
}

/** What is one value whatever the case can be looked at now; a single field must be of a type that is an amount. */
function amountFindings({ cache, pkg, declared }: Model, id: string, node: PayNode): Finding[] {
  const { amount } = node.payment!;
  const parsed = cache.expression(amount);
  if (!parsed.ok) return [];
  const field = parsed.reads.length === 1 && parsed.reads[0] === amount.trim() ? amount.trim() : undefined;
  const type =
    field === undefined ? undefined : (entry(declared, field)?.type ?? entry(pkg.scenario.params, field.replace(/^param\./, ''))?.type);
  if (type !== undefined) return amounts.has(type) ? [] : [noAmount(id, node)];
  if (parsed.reads.length > 0) return [];
  const result = parsed.expression({}, { now: '2026-01-01T00:00:00Z' });
  return result.ok && isAmount(result.value) ? [] : [noAmount(id, node)];
}

function isAmount(value: unknown): boolean {
  const words = typeof value === 'number' ? String(value) : value;
  return typeof words === 'string' && /^\d{1,9}(\.\d{1,2})?$/.test(words);
}

function noAmount(id: string, node: PayNode): Finding {
  return error(
    'payment-amount',
    at('nodes', id, 'payment', 'amount'),
    `${zh(node.name)}的金额不是钱数：请填写以元为单位、最多两位小数的数字，或选择一个金额字段。`,
    `${en(node.name)} asks for something that is no amount: give yuan with at most two decimals, or a field that holds an amount.`,
  );
}
