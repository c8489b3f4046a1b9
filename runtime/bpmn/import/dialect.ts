/** What engines add to BPMN by attributes of their own: refused where it changes the flow, told where it does not. */
import { attr, idOf, MODEL } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { type Draft, refuse } from './draft.ts';

export function dialectOf(draft: Draft): undefined {
  const open = [...draft.process.children];
  for (let element = open.pop(); element; element = open.pop()) {
    open.push(...element.children);
    if (element.namespace === MODEL) lookAt(draft, element);
  }
}

function lookAt(draft: Draft, element: XmlElement): undefined {
  for (const [key, value] of Object.entries(element.attributes)) {
    const name = /\}(\w+)$/.exec(key)?.[1];
    if (name === 'skipExpression') refuse(draft, element, 'skip', '跳过条件没有对应的内容。', 'There is nothing like a skip expression.');
    if (name !== undefined && ['async', 'asyncBefore', 'asyncAfter', 'asyncLeave'].includes(name) && value === 'true') {
      draft.report.loss(
        element,
        '异步续行没有导入：每个等待处都会保存。',
        'Asynchronous continuation is not imported: every wait is saved.',
      );
      draft.dropped.push({ element: element.name, id: idOf(element), what: 'async' });
    }
  }
  if (/[$#]\{/.test(attr(element, 'name') ?? '') && element.name.endsWith('Task'))
    refuse(draft, element, 'name', '名称是表达式，不能导入。', 'The name is an expression and cannot be imported.');
}
