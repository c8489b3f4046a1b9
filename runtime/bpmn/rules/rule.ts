import { attr, isTrue, type Model, processOf } from '../model.ts';
import type { BpmnProblem } from '../problem.ts';
import type { XmlElement } from '../xml.ts';

/** Tells one problem: at which element, under which code, in both languages. */
export type Tell = (element: XmlElement, code: string, zh: string, en: string) => undefined;
/** One rule of BPMN 2.0, or several about one matter. */
export type Rule = (model: Model, tell: Tell) => undefined;

/** A part without an id is named by the element it belongs to, so that people find it. */
export function problemAt(part: XmlElement, code: string, zh: string, en: string): BpmnProblem {
  const element = findable(part);
  const id = attr(element, 'id');
  const name = attr(element, 'name');
  return {
    code,
    element: element.name,
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    line: part.line,
    message: { 'zh-CN': zh, en },
  };
}

function findable(part: XmlElement): XmlElement {
  for (let one: XmlElement | undefined = part; one && one.name !== 'definitions'; one = one.parent) if (attr(one, 'id')) return one;
  return part;
}

/** The process is to be run: engines' own dialects run whatever does not say no. */
export function isExecutable(model: Model, process: XmlElement): boolean {
  if (model.drawing) return false;
  return isTrue(process, 'isExecutable') || (model.dialect && attr(process, 'isExecutable') === undefined);
}

/** Is the element part of something that is to be run? What stands outside of processes belongs to all of them. */
export function isLive(model: Model, element: XmlElement): boolean {
  const process = element.name === 'process' ? element : processOf(element);
  if (process) return isExecutable(model, process);
  if (model.drawing) return false;
  return model.processes.length === 0 || model.processes.some((one) => isExecutable(model, one));
}

/** What BPMN demands of executable models only, and dialects leave out. */
export const isStrict = (model: Model, element: XmlElement): boolean => !model.dialect && isLive(model, element);
