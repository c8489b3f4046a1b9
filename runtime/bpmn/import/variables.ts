/** Values the process reads by name: they become paths of one subject, `vars`, with the type their use gives away. */
import type { ValueSpec } from '../../../schemas/generated/documents.ts';
import type { Names, VariableType } from './foreign-expression.ts';
import { textOf } from './names.ts';

export const SUBJECT = 'vars';

export class Variables implements Names {
  private readonly paths = new Map<string, { path: string; type?: VariableType }>();
  private readonly used = new Set<string>();
  private readonly hints: Readonly<Record<string, VariableType>>;

  /** `hints`: types by name, for what the process itself does not tell. */
  constructor(hints: Readonly<Record<string, VariableType>> = {}) {
    this.hints = hints;
  }

  path(name: string, type?: VariableType): string {
    const known = this.paths.get(name);
    if (known) {
      known.type ??= type;
      return known.path;
    }
    const path = `${SUBJECT}.${this.unlike(name)}`;
    this.paths.set(name, { path, type });
    return path;
  }

  /** By the name in the file. */
  all(): Map<string, { path: string; type: VariableType }> {
    return new Map([...this.paths].map(([name, { path, type }]) => [name, { path, type: type ?? this.hintOf(name) ?? 'text' }]));
  }

  private hintOf(name: string): VariableType | undefined {
    return Object.hasOwn(this.hints, name) ? this.hints[name] : undefined;
  }

  specs(): Record<string, ValueSpec> {
    return Object.fromEntries([...this.all()].map(([name, { path, type }]) => [path, { name: textOf(name, { 'zh-CN': path }), type }]));
  }

  private unlike(name: string): string {
    const words = name.replace(/[^A-Za-z0-9]+(.?)/g, (_whole, next: string) => next.toUpperCase()).slice(0, 44);
    const base = /^[A-Za-z]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : `v${words}`;
    let clean = base;
    for (let count = 2; this.used.has(clean); count++) clean = `${base.slice(0, 42)}${count}`;
    this.used.add(clean);
    return clean;
  }
}
