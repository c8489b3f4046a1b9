/** Names people know for the ids of a plan. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import type { FieldValue, Task } from '../types.ts';

export function text(zh: string, en: string): Text {
  return { 'zh-CN': zh, en };
}

export function departmentName(plan: Plan, department: string | undefined): Text | undefined {
  return department === undefined ? undefined : plan.scenario.departments[department]?.name;
}

/** What a task is called: the name of its step, and of several the one it is. */
export function stepName(plan: Plan, { node, each, department }: Pick<Task, 'node' | 'each' | 'department'>): Text {
  const { name } = plan.nodes[node]!.doc;
  // The department is told beside it.
  if (!each || each.item === department) return name;
  const item = typeof each.item === 'string' || typeof each.item === 'number' ? String(each.item) : undefined;
  const desk = item !== undefined && Object.hasOwn(plan.scenario.departments, item) ? departmentName(plan, item) : undefined;
  const words = desk ?? (item === undefined ? text(`第 ${each.index + 1} 份`, `no. ${each.index + 1}`) : text(item, item));
  return text(`${name['zh-CN']}（${words['zh-CN']}）`, `${name.en ?? name['zh-CN']} (${words.en ?? words['zh-CN']})`);
}

export function subjectName(plan: Plan, subject: string): Text | undefined {
  return plan.scenario.subjects[subject]?.name;
}

/** Where a value came from, in words. */
export function originName(plan: Plan, field: FieldValue): Text {
  const { origin = '' } = field;
  if (field.source === 'shared' && field.by) return answeredBy(plan, field.by.department);
  if (field.source === 'shared') return plan.data[origin]?.name ?? text('共享数据', 'Shared data');
  if (field.source === 'output') return plan.nodes[origin]?.doc.name ?? text('办理部门填写', 'Entered by the desk');
  if (field.source === 'computed') return text('系统计算', 'Computed');
  return origin === 'supplement' ? text('申请人补正', 'Corrected by the applicant') : text('申请人填写', 'Typed by the applicant');
}

/** A person at the owner of the data gave the value. */
export function answeredBy(plan: Plan, department: string): Text {
  const name = departmentName(plan, department);
  return name
    ? text(`${name['zh-CN']}协查答复`, `Answered by ${name.en ?? name['zh-CN']}`)
    : text('协查答复', 'Answered by the owner of the data');
}

/** 2026-09-24 -> 9月24日 / 24 September 2026, without any locale data. */
export function dateText(date: string): Text {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return text(`${month}月${day}日`, `${day} ${MONTHS[month - 1]} ${year}`);
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
