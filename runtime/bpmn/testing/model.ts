/** Small BPMN files for tests: the inside of one executable process, or of definitions. */
const spaces =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" ' +
  'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:test"';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const definitions = (inside: string, more = ''): Uint8Array =>
  bytes(`<?xml version="1.0" encoding="UTF-8"?>\n<definitions ${spaces} ${more}>${inside}</definitions>`);

/** One executable process; `before` stands beside it. */
export const model = (inside: string, before = '', more = ''): Uint8Array =>
  definitions(`${before}<process id="p" isExecutable="true">${inside}</process>`, more);

let count = 0;
/** Sequence flows `a>b`, in a row. */
export function flows(...pairs: string[]): string {
  return pairs
    .map((pair) => {
      count += 1;
      const [from, to] = pair.split('>');
      return `<sequenceFlow id="f${count}" sourceRef="${from}" targetRef="${to}"/>`;
    })
    .join('');
}

export const formal = (tag: string, body: string): string => `<${tag} xsi:type="tFormalExpression">${body}</${tag}>`;
/** The dialect of an engine: what the standard demands of executable models may be left out. */
export const dialect = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
