/** Is a model valid BPMN 2.0? Everything that is wrong with it, each at its element. */
import type { Model } from '../model.ts';
import type { BpmnProblem } from '../problem.ts';
import type { XmlElement } from '../xml.ts';
import * as data from './data.ts';
import * as ends from './data-ends.ts';
import * as events from './events.ts';
import * as expressions from './expressions.ts';
import * as flow from './flow.ts';
import * as references from './references.ts';
import { isLive, problemAt, type Rule } from './rule.ts';
import * as structure from './structure.ts';

const rules: Rule[] = [
  references.uniqueIds,
  references.references,
  references.flowEnds,
  flow.listedFlows,
  flow.conditions,
  flow.eventsInFlow,
  flow.startsAndEnds,
  flow.compensationActivities,
  flow.gatewayShapes,
  events.eventDefinitions,
  events.definitionContent,
  events.definitionReferences,
  events.links,
  events.eventGateways,
  expressions.formalExpressions,
  expressions.formats,
  expressions.timers,
  expressions.quantities,
  expressions.loops,
  structure.subProcesses,
  structure.calls,
  structure.performers,
  structure.messageFlows,
  structure.lanes,
  structure.noProcess,
  structure.outside,
  structure.choicesAndFlags,
  structure.instantiating,
  data.collections,
  data.sets,
  data.associations,
  data.messageTasks,
  data.callData,
  data.instanceData,
  data.eventData,
  data.dataReferences,
  ends.ownEnds,
  ends.sameMessage,
  ends.scopes,
  ends.parameters,
];

export interface Violation extends BpmnProblem {
  /** Where; for reports that go through the elements. */
  at: XmlElement;
  /** Of a process that is to be run: the model is refused. Elsewhere it is a remark. */
  fatal: boolean;
}

export function violationsOf(model: Model): Violation[] {
  const found: Violation[] = [];
  for (const rule of rules)
    rule(model, (at, code, zh, en) => {
      found.push({ ...problemAt(at, code, zh, en), at, fatal: isLive(model, at) });
      return undefined;
    });
  return found;
}
