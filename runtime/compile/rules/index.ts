import { clockSuspension } from './clock-suspension.ts';
import { computedCycle } from './computed-cycle.ts';
import { conflictingTypes } from './conflicting-types.ts';
import { customKinds } from './custom-kinds.ts';
import { danglingReference } from './dangling-reference.ts';
import { dataKeys } from './data-keys.ts';
import { dataUseWithoutContract } from './data-use-without-contract.ts';
import { deadEnd } from './dead-end.ts';
import { edgeConditionMisplaced } from './edge-condition-misplaced.ts';
import { edgePlacement } from './edge-placement.ts';
import { eventDrawing } from './event-drawing.ts';
import { expressionError } from './expression-error.ts';
import { fieldAskedThoughShared } from './field-asked-though-shared.ts';
import { fieldColumns } from './field-columns.ts';
import { fieldReadBeforeCollected } from './field-read-before-collected.ts';
import { fieldRulesDiffer } from './field-rules-differ.ts';
import { fieldWithoutElementOrType } from './field-without-element-or-type.ts';
import { fieldWithoutRight } from './field-without-right.ts';
import { gatewayWithoutDefault } from './gateway-without-default.ts';
import { implicitFork } from './implicit-fork.ts';
import { joinNeverCompletes } from './join-never-completes.ts';
import { materialSlots } from './material-slots.ts';
import { missingText } from './missing-text.ts';
import { oneStart } from './one-start.ts';
import { outcomeWithoutEdge } from './outcome-without-edge.ts';
import { payments } from './payments.ts';
import { promisedLongerThanStatutory } from './promised-longer-than-statutory.ts';
import { regionDrawing } from './region-drawing.ts';
import { repeats } from './repeats.ts';
import { reservedSubject } from './reserved-subject.ts';
import type { Rule } from './rule.ts';
import { scriptTypeError } from './script-type-error.ts';
import { situationNotAsked } from './situation-not-asked.ts';
import { tableCoverage } from './table-coverage.ts';
import { tableError } from './table-error.ts';
import { timerWait } from './timer-wait.ts';
import { unreachableNode } from './unreachable-node.ts';

/** Every rule; the order does not matter, findings are sorted. */
export const rules: readonly Rule[] = [
  oneStart,
  edgePlacement,
  danglingReference,
  reservedSubject,
  unreachableNode,
  deadEnd,
  gatewayWithoutDefault,
  edgeConditionMisplaced,
  implicitFork,
  outcomeWithoutEdge,
  joinNeverCompletes,
  eventDrawing,
  expressionError,
  tableError,
  tableCoverage,
  computedCycle,
  conflictingTypes,
  fieldRulesDiffer,
  fieldWithoutElementOrType,
  fieldColumns,
  fieldReadBeforeCollected,
  fieldAskedThoughShared,
  dataUseWithoutContract,
  fieldWithoutRight,
  dataKeys,
  scriptTypeError,
  promisedLongerThanStatutory,
  clockSuspension,
  timerWait,
  repeats,
  regionDrawing,
  materialSlots,
  payments,
  missingText,
  situationNotAsked,
  customKinds,
];
