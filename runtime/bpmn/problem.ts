/** What is wrong with a file someone gave us: always a code, a place and words, never a crash. */
import type { Text } from '../../schemas/generated/documents.ts';

export interface BpmnProblem {
  /** Dotted: `xml.*` the file, `bpmn.*` the model breaks BPMN 2.0, `refused.*` it is fine but cannot be expressed. */
  code: string;
  /** Local name of the XML element, when there is one. */
  element?: string;
  id?: string;
  name?: string;
  /** 1-based line in the file. */
  line?: number;
  message: Text;
}

/** The file cannot be read as XML, or must not be. */
export class XmlError extends Error {
  readonly problem: BpmnProblem;
  constructor(code: string, line: number | undefined, zh: string, en: string) {
    super(en);
    this.problem = { code, ...(line === undefined ? {} : { line }), message: { 'zh-CN': zh, en } };
  }
}
