import type { NotifyNode, Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { expect } from '../pending.ts';
import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import { note, type Work } from '../work.ts';

/** Sends and goes on; a message that cannot be delivered is told in the history, it does not hold the case up. */
export function enterNotify(work: Work, token: Token, doc: NotifyNode): undefined {
  const notification = work.plan.notifications[doc.notification]!;
  const { id, key } = expect(work, { kind: 'notify', of: doc.notification, node: token.node });
  const to = addressOf(work, notification.to);
  const text = fill(work, notification.text);
  work.effects.push({
    id,
    type: 'notify',
    key,
    notification: doc.notification,
    ...(to === undefined ? {} : { to }),
    text,
    node: token.node,
  });
  note(work, 'notify.sent', { node: token.node, data: { notification: doc.notification } });
  leave(work, token);
}

/** The mobile number of the subject, when the case knows one. */
export function addressOf(work: Work, subject: string): JsonValue | undefined {
  const prefix = `${subject}.`;
  const paths = Object.keys(work.state.fields).filter((path) => path.startsWith(prefix) && work.plan.types[path]?.type === 'mobile');
  return paths
    .sort()
    .map((path) => work.state.fields[path]!.value)
    .find((value) => typeof value === 'string' && value !== '');
}

/** Words with {subject.name} places; a code is shown by its name, a missing value as nothing. */
function fill(work: Work, text: Text): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [language, words] of Object.entries(text)) {
    filled[language] = words.replace(/\{([A-Za-z0-9]+\.[A-Za-z0-9]+)\}/g, (_place: string, path: string) =>
      shown(work, path, language as keyof Text),
    );
  }
  return filled;
}

function shown(work: Work, path: string, language: keyof Text): string {
  const value = work.state.fields[path]?.value ?? null;
  if (value === null) return '';
  const codes = work.plan.types[path]?.codes;
  const words = (Array.isArray(value) ? value : [value]).map((one) => {
    const name = codes && Object.hasOwn(codes, String(one)) ? codes[String(one)]!.name : undefined;
    return name?.[language] ?? name?.['zh-CN'] ?? (typeof one === 'object' ? JSON.stringify(one) : String(one));
  });
  return words.join(language === 'en' ? ', ' : '、');
}
