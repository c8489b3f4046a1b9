/** Answers to situation questions on this device, until the application is begun: signing in comes between. */
import type { JsonValue } from '../../schemas/generated/api.ts';

export type Answers = Record<string, JsonValue>;
const keyOf = (service: string) => `portal.fit.${service}`;

export function readAnswers(service: string): Answers {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(service)) ?? '{}');
    return kept !== null && typeof kept === 'object' && !Array.isArray(kept) ? (kept as Answers) : {};
  } catch {
    return {}; // Nothing kept, or a broken copy: the questions are asked again.
  }
}

export function writeAnswers(service: string, answers: Answers): void {
  try {
    sessionStorage.setItem(keyOf(service), JSON.stringify(answers));
  } catch {
    // Storage is full or forbidden: the answers live as long as the page.
  }
}

export function forgetAnswers(service: string): void {
  try {
    sessionStorage.removeItem(keyOf(service));
  } catch {
    // Nothing could be kept, so nothing is left.
  }
}
