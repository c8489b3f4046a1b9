/** One plain sentence per step: who does what, within how many working days. */
import type { TFunction } from 'i18next';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesk } from '../../runtime/compile/desks.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { CatchEvent, Duration, Node, Scenario, Text, ThrowEvent } from '../../schemas/generated/documents.ts';
import { knownValues } from '../editing/paths.ts';
import { ranked } from '../editing/rank.ts';
import { usePart } from '../editing/react/session.tsx';
import { wordsWithNames } from '../editing/references.ts';
import { useText } from '../i18n/use-text.ts';
import { ownedName } from './condition-words.ts';

interface Words {
  pkg: ScenarioPackage;
  t: TFunction;
  text: (text: Text | string | undefined) => string;
}

export function sentenceOf(node: Node, words: Words): string {
  const { t } = words;
  const again = 'each' in node && node.each ? t('flow.say.each') : 'loop' in node && node.loop ? t('flow.say.loop') : '';
  return plainSentence(node, words) + again;
}

/** Kinds whose sentence names other steps, or values that come from them. */
const namesOthers = new Set<Node['kind']>(['notify', 'boundary', 'cancel']);

/**
 * The sentence of a step of the open document. It is put together anew only when something it may speak of was changed: with two hundred
 * steps every edit would ask for two hundred sentences.
 */
export function useSentence(id: string): string {
  const { t } = useTranslation();
  const text = useText();
  const said = useRef<{ node: Node; pkg: ScenarioPackage; text: Words['text']; sentence: string }>(undefined);
  return usePart((pkg) => {
    const node = pkg.scenario.nodes[id];
    if (!node) return '';
    const last = said.current;
    if (last?.node === node && last.text === text && !namesOthers.has(node.kind) && sameBesideFlow(last.pkg, pkg)) return last.sentence;
    const sentence = sentenceOf(node, { pkg, t, text });
    said.current = { node, pkg, text, sentence };
    return sentence;
  });
}

/** Whether nothing but steps, their lines and their places in the picture differs. */
function sameBesideFlow(a: ScenarioPackage, b: ScenarioPackage): boolean {
  const same = <T extends object>(one: T, other: T, but: readonly (keyof T)[]) =>
    (Object.keys({ ...one, ...other }) as (keyof T)[]).every((key) => one[key] === other[key] || but.includes(key));
  return a === b || (same(a, b, ['scenario']) && same(a.scenario, b.scenario, ['nodes', 'edges', 'layout']));
}

function plainSentence(node: Node, { pkg, t, text }: Words): string {
  const { scenario } = pkg;
  const lane = (department: string) => text(scenario.departments[department]?.name) || t('flow.unknown.department');
  const subject = (id: string) => text(scenario.subjects[id]?.name) || t('flow.unknown.party');
  const list = (names: string[]) => names.join(t('flow.listComma'));
  switch (node.kind) {
    case 'start':
      return t(node.trigger.type === 'form' ? 'flow.say.start' : 'flow.say.startOther');
    case 'fill': {
      const forms = node.forms.map((use) => text(pkg.forms[scenario.forms[use]?.form ?? '']?.name)).filter(Boolean);
      return t(node.prefill?.length ? 'flow.say.fillPrefilled' : 'flow.say.fill', {
        who: subject(node.party),
        forms: forms.length,
        data: node.prefill?.length ?? 0,
      });
    }
    case 'task': {
      const decisions = list(ranked(node.decisions).map(([, d]) => text(d.name)));
      return t(node.dueDays === undefined ? 'flow.say.task' : 'flow.say.taskDays', {
        who: lane(node.department),
        days: node.dueDays,
        decisions,
      });
    }
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal': {
      if (node.kind === 'pay' && node.payment)
        return t('flow.say.payOnline', { title: text(node.payment.title), days: node.payment.days ?? 3 });
      const decisions = list(ranked(node.decisions).map(([, d]) => text(d.name)));
      return t(`flow.say.taskAt.${node.kind}`, { who: lane(node.department), decisions });
    }
    case 'joint': {
      const who = list(ranked(node.participants).map(([, p]) => lane(p.department)));
      const mode =
        node.mode.type === 'count'
          ? t('flow.joint.count', { count: node.mode.count })
          : node.mode.type === 'vote'
            ? t('flow.joint.vote', { percent: node.mode.percent })
            : t(`flow.joint.${node.mode.type}`);
      const refuse = t(node.onRefuse === 'stop' ? 'flow.joint.stop' : 'flow.joint.continue');
      return t(node.dueDays === undefined ? 'flow.say.joint' : 'flow.say.jointDays', { who, days: node.dueDays, mode, refuse });
    }
    case 'consent':
      return t('flow.say.consent', { who: subject(node.party), time: durationWords(node.expires, t) });
    case 'data': {
      const use = scenario.data?.[node.data];
      const resource = use ? pkg.resources[use.resource] : undefined;
      return use
        ? t('flow.say.data', { data: text(use.name), fields: Object.keys(use.provides).length, owner: text(resource?.name) })
        : t('flow.unknown.data');
    }
    case 'script': {
      const script = scenario.scripts?.[node.script];
      return script ? t('flow.say.script', { reads: script.reads.length, writes: script.writes.length }) : t('flow.unknown.script');
    }
    case 'decision': {
      const table = scenario.tables?.[node.table];
      return table ? t('flow.say.decision', { table: text(table.name), rows: Object.keys(table.rows).length }) : t('flow.unknown.table');
    }
    case 'notify': {
      const notification = scenario.notifications?.[node.notification];
      return notification
        ? t(`flow.say.notify.${notification.channel}`, {
            who: subject(notification.to),
            words: wordsWithNames(text(notification.text), (path) => valueName(pkg, path, text)),
          })
        : t('flow.unknown.notification');
    }
    case 'issue': {
      const outcome = scenario.outcomes?.[node.outcome];
      return outcome
        ? t('flow.say.issue', { who: lane(outcome.department), name: text(outcome.name), holder: subject(outcome.holder) })
        : t('flow.unknown.outcome');
    }
    case 'timer':
      return 'duration' in node.wait ? t('flow.say.timer', { time: durationWords(node.wait.duration, t) }) : t('flow.say.timerUntil');
    case 'archive':
      return t('flow.say.archive');
    case 'transfer':
      return t('flow.say.transfer');
    case 'call':
      return t(node.region === undefined ? 'flow.say.call' : 'flow.say.callElsewhere');
    case 'catch':
    case 'throw':
      return t(`flow.say.${node.kind}.${node.event.type}`, { name: eventName(scenario, node.event, text) });
    case 'boundary': {
      const name = text(scenario.nodes[node.attachedTo]?.name);
      return t(node.interrupting === false ? 'flow.say.boundaryBeside' : 'flow.say.boundary', { name });
    }
    case 'end':
      return (
        t(`flow.say.end.${node.result}`) +
        (node.terminate ? t('flow.say.end.all') : '') +
        (node.event ? t(`flow.say.end.${node.event.type}`) : '')
      );
    case 'event':
      return t('flow.say.event');
    case 'complex': {
      const when = 'count' in node.activate ? t('flow.say.complex', { count: node.activate.count }) : t('flow.say.complexWhen');
      return when + t(`flow.say.complex.${node.rest}`);
    }
    case 'threads':
      return t(`flow.say.threads.${node.mode}`);
    case 'cancel':
      return t('flow.say.cancel', { names: list(node.nodes.map((id) => text(scenario.nodes[id]?.name)).filter(Boolean)) });
    case 'exclusive':
      return t('flow.say.exclusive');
    case 'parallel':
      return t('flow.say.parallel');
    case 'inclusive':
      return t('flow.say.inclusive');
    case 'block':
      return t('flow.say.block');
  }
}

/** Name of what an event is about. */
function eventName(scenario: Scenario, event: CatchEvent | ThrowEvent, text: Words['text']): string {
  if (event.type === 'message') return text(scenario.messages?.[event.message]?.name);
  if (event.type === 'signal') return text(scenario.signals?.[event.signal]?.name);
  if (event.type === 'escalation') return text(scenario.escalations?.[event.code ?? '']?.name);
  return '';
}

export const durationWords = ({ amount, unit }: Duration, t: TFunction): string => t(`flow.time.${unit}`, { amount });

/** Department a step belongs to: what its colour bar and lane show. */
export function departmentOf(node: Node, pkg: ScenarioPackage): string | undefined {
  if (isDesk(node)) return node.department;
  if (node.kind === 'issue') return pkg.scenario.outcomes?.[node.outcome]?.department;
  if ('item' in node && node.item) return pkg.scenario.items[node.item]?.department;
  return undefined;
}

/** Name of a value with whose it is: 母亲姓名. */
export function valueName(pkg: ScenarioPackage, path: string, text: Words['text']): string | undefined {
  const value = knownValues(pkg).get(path);
  return value ? ownedName(text(value.subjectName), text(value.name)) : undefined;
}
