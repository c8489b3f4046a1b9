/** Event definitions to the events of the language. */
import type {
  BoundaryEvent,
  CatchEvent,
  ConditionEvent,
  EndEvent,
  ErrorEvent,
  EscalationEvent,
  MessageEvent,
  SignalEvent,
  ThrowEvent,
  TimerEvent,
} from '../../../schemas/generated/documents.ts';
import { attr, childOf, isTrue, refOf, textOf as wordsOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { type Draft, refuse } from './draft.ts';
import { cycleOf, durationOf, untilAfter, untilOf } from './durations.ts';
import { expressionOf } from './expressions.ts';
import { both, textOf } from './names.ts';

export const shortName = (definition: XmlElement): string => definition.name.replace(/EventDefinition$/, '');
export type AnyEvent = BoundaryEvent | CatchEvent | ThrowEvent | EndEvent;

/** The event of a definition; undefined when it is refused, which is told. `at` is the event element. */
export function eventOf(draft: Draft, at: XmlElement, definition: XmlElement): AnyEvent | undefined {
  const kind = shortName(definition);
  switch (kind) {
    case 'message':
      return messageEvent(draft, at, definition);
    case 'signal':
      return signalEvent(draft, at, definition);
    case 'timer':
      return timerEvent(draft, at, definition);
    case 'conditional':
      return conditionEvent(draft, at, definition);
    case 'error':
      return codedEvent(draft, at, definition, 'error') as ErrorEvent | undefined;
    case 'escalation':
      return codedEvent(draft, at, definition, 'escalation') as EscalationEvent | undefined;
    case 'compensate':
      return compensation(draft, at, definition);
    case 'cancel':
      draft.report.mapped(definition);
      return { type: 'cancel' };
    default:
      return refuse(draft, at, 'event', `「${kind}」事件没有对应的内容。`, `There is nothing like an event of kind ${kind}.`);
  }
}

function messageEvent(draft: Draft, at: XmlElement, definition: XmlElement): MessageEvent | undefined {
  const message = messageOf(draft, at, refOf(definition, 'messageRef'));
  if (childOf(definition, 'operationRef') || attr(definition, 'operationRef'))
    draft.report.loss(definition, '操作（接口）没有导入。', 'The operation of an interface is not imported.');
  else draft.report.mapped(definition);
  return message === undefined ? undefined : { type: 'message', message };
}

/** The id of a message of the scenario; drawings that name none get one after the event. */
export function messageOf(draft: Draft, at: XmlElement, reference: string | undefined): string | undefined {
  const message = draft.model.byId.get(reference ?? '');
  if (message) draft.report.mapped(message, `messages/${message.attributes.id}`);
  else if (draft.live && reference === undefined) return refuse(draft, at, 'message', '没有指明消息。', 'Names no message.');
  return thing(draft, 'messages', at, reference, message, (name) => ({ name }));
}

function signalEvent(draft: Draft, at: XmlElement, definition: XmlElement): SignalEvent | undefined {
  const reference = refOf(definition, 'signalRef');
  const signal = draft.model.byId.get(reference ?? '');
  const computed = [attr(signal ?? definition, 'name') ?? '', ...Object.values(definition.attributes)].find((value) =>
    /[$#]\{/.test(value),
  );
  if (computed) return refuse(draft, at, 'signal', `信号名是表达式：${computed}`, `The name of the signal is an expression: ${computed}`);
  if (signal) draft.report.mapped(signal);
  else if (draft.live && reference === undefined) return refuse(draft, at, 'signal', '没有指明信号。', 'Names no signal.');
  draft.report.mapped(definition);
  const narrow = Object.entries(signal?.attributes ?? {}).some(([key, value]) => key.endsWith('}scope') && value === 'processInstance');
  return {
    type: 'signal',
    signal: thing(draft, 'signals', at, reference, signal, (name) => ({ name, reach: narrow ? 'case' : 'region' })),
  };
}

/** Signals and messages are one when they have one name: that is how those of different files meet. */
function thing<M extends 'messages' | 'signals'>(
  draft: Draft,
  map: M,
  at: XmlElement,
  reference: string | undefined,
  element: XmlElement | undefined,
  make: (name: ReturnType<typeof textOf>) => Draft['maps'][M][string],
): string {
  const words = (element && attr(element, 'name')) || reference || attr(at, 'name') || attr(at, 'id') || map.slice(0, -1);
  const known = Object.entries(draft.maps[map]).find(([, one]) => one.name['zh-CN'] === textOf(words, both(words, words))['zh-CN']);
  if (known) return known[0];
  const id = sharedId(words);
  draft.maps[map][id] = make(textOf(words, both(words, words)));
  return id;
}

/** The same words give the same id in every file; what has no Latin letters is told apart by its characters' codes. */
export function sharedId(words: string): string {
  const latin = words.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  const odd = /[^\x20-\x7e]/.test(words)
    ? [...words]
        .map((char) => char.codePointAt(0)!.toString(36))
        .join('')
        .slice(0, 30)
    : '';
  const id = `${latin}${odd && latin ? '_' : ''}${odd}`.slice(0, 60);
  if (/^[a-z]/.test(id)) return id;
  return /^[A-Z]/.test(id) ? id[0]!.toLowerCase() + id.slice(1) : `m_${id}`;
}

function timerEvent(draft: Draft, at: XmlElement, definition: XmlElement): TimerEvent | undefined {
  const [kind, text] = (['timeDuration', 'timeDate', 'timeCycle'] as const)
    .map((name) => [name, wordsOf(childOf(definition, name))] as const)
    .find(([, words]) => words !== '') ?? [undefined, ''];
  draft.report.mapped(definition);
  for (const child of definition.children) draft.report.mapped(child);
  const event = timerFrom(draft, definition, kind, text);
  if (event) return event;
  if (!draft.live) {
    draft.report.loss(definition, '没有写可计算的时间，暂定 1 天。', 'Says no time that can be computed; one day is put for now.');
    return { type: 'timer', duration: { amount: 1, unit: 'days' } };
  }
  return refuse(draft, at, 'timer', `计时没有对应的写法：${text.slice(0, 80)}`, `A timer that cannot be expressed: ${text.slice(0, 80)}`);
}

function timerFrom(draft: Draft, definition: XmlElement, kind: string | undefined, text: string): TimerEvent | undefined {
  const literal = /^\$\{['"]?([^'"{}$]+)['"]?\}$/.exec(text)?.[1] ?? text;
  if (kind === 'timeDuration') {
    const duration = durationOf(literal);
    const until = duration ? undefined : untilAfter(literal);
    return duration ? { type: 'timer', duration } : until ? { type: 'timer', until } : undefined;
  }
  if (kind === 'timeDate') {
    const until = untilOf(literal);
    return until ? { type: 'timer', until } : undefined;
  }
  const cycle = kind === 'timeCycle' ? cycleOf(literal) : undefined;
  if (!cycle) return undefined;
  draft.report.mapped(definition);
  return { type: 'timer', cycle };
}

function conditionEvent(draft: Draft, at: XmlElement, definition: XmlElement): ConditionEvent | undefined {
  draft.report.mapped(definition);
  const condition = childOf(definition, 'condition');
  const when = condition && expressionOf(draft, at, condition);
  if (when !== undefined) return { type: 'condition', when };
  if (draft.live) return condition ? undefined : refuse(draft, at, 'condition', '没有条件。', 'There is no condition.');
  draft.report.loss(definition, '条件写的是文字，要改写成表达式。', 'The condition is prose and has to be written as an expression.');
  return { type: 'condition', when: 'false' };
}

/** Errors and escalations are caught by their code: two that say the same code are one. */
function codedEvent(draft: Draft, at: XmlElement, definition: XmlElement, type: 'error' | 'escalation') {
  const reference = refOf(definition, `${type}Ref`);
  const element = draft.model.byId.get(reference ?? '');
  const code = (element && attr(element, `${type}Code`)) || (element ? undefined : reference);
  draft.report.mapped(definition);
  if (element) draft.report.mapped(element);
  const catches = at.name === 'boundaryEvent' || at.name === 'startEvent';
  // A catching event whose error has no code takes any.
  if (code === undefined && (catches || !element)) return { type };
  const words = code ?? (element && attr(element, 'name')) ?? reference!;
  if (/[$#]\{/.test(words)) return refuse(draft, at, type, `代码是表达式：${words}`, `The code is an expression: ${words}`);
  const id = sharedId(words);
  draft.maps[type === 'error' ? 'errors' : 'escalations'][id] ??= {
    name: textOf((element && attr(element, 'name')) || words, both(words, words)),
  };
  return { type, code: id };
}

function compensation(draft: Draft, at: XmlElement, definition: XmlElement): ThrowEvent | undefined {
  const activity = refOf(definition, 'activityRef');
  if (attr(definition, 'waitForCompletion') === 'false' && !isTrue(definition, 'waitForCompletion') && at.name !== 'boundaryEvent')
    draft.report.loss(definition, '补偿总会等到完成。', 'Compensation is always waited for.');
  else draft.report.mapped(definition);
  if (activity === undefined) return { type: 'compensation' };
  const node = draft.nodeOf.get(activity);
  // Nodes come before what refers to them: see the order in `container.ts`.
  return node === undefined
    ? refuse(
        draft,
        at,
        'compensation',
        `要补偿的活动「${activity}」不在流程里。`,
        `The activity “${activity}” to compensate is not in the flow.`,
      )
    : { type: 'compensation', node };
}
