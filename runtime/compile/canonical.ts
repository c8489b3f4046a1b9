/** Canonical JSON (RFC 8785) and its SHA-256: what versions, lineage and caches are named by. */
import type { ScenarioPackage } from './plan.ts';
import { sha256 } from './sha256.ts';

/**
 * RFC 8785: keys sorted by UTF-16 code unit, numbers as ECMAScript writes them, members that are undefined left out.
 * A lone surrogate, which RFC 8785 refuses, is written as its escape, so that every JSON document has a hash.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return primitive(value);
  let json = '';
  if (Array.isArray(value)) {
    for (const item of value) json += `${json === '' ? '' : ','}${canonicalJson(item ?? null)}`;
    return `[${json}]`;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) json += `${json === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(record[key])}`;
  }
  return `{${json}}`;
}

/** 'sha256:…' of the canonical JSON of a value. */
export function canonicalHash(value: unknown): string {
  return `sha256:${sha256(canonicalJson(value))}`;
}

/** What the hash of a package covers: every document of it, without layout and lineage. */
export function contentOf(pkg: ScenarioPackage): Record<string, unknown> {
  const { layout: _layout, lineage: _lineage, ...scenario } = pkg.scenario;
  return {
    scenario,
    forms: mapValues(pkg.forms, ({ lineage: _, ...form }) => form),
    elements: pkg.elements,
    resources: pkg.resources,
    contracts: pkg.contracts,
    cases: pkg.cases,
  };
}

/** Content hash of a package: the same for two packages that differ in layout or lineage only. */
export function hashOfPackage(pkg: ScenarioPackage): string {
  return canonicalHash(contentOf(pkg));
}

function primitive(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a JSON number');
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

function mapValues<T, R>(map: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
