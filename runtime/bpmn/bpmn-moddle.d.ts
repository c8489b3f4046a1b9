/** The package's own types describe documents; this is the class that writes them. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    $type: string;
    [name: string]: unknown;
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    create(type: string, attributes?: Record<string, unknown>): ModdleElement;
    toXML(root: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}
