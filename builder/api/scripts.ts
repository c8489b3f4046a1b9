/** Scripts of a draft on the server: tried in its sandbox, checked by its type checker, renamed. Nothing is kept. */
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { ScriptChecked, ScriptRenamed, ScriptRunAnswer } from '../../schemas/generated/api.ts';
import { request } from './client.ts';

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;

export const tryScript = (id: string, pkg: ScenarioPackage, script: string, input: JsonValue) =>
  request<ScriptRunAnswer>(`${at(id)}/script-run`, { method: 'POST', body: { package: pkg, script, input, watched: true } });

export const checkScript = async (id: string, source: string, declarations: string, signal?: AbortSignal) =>
  (await request<ScriptChecked>(`${at(id)}/script-check`, { method: 'POST', body: { source, declarations }, signal })).problems;

export const renameInScripts = async (id: string, pkg: ScenarioPackage, from: string, to: string) =>
  (await request<ScriptRenamed>(`${at(id)}/script-rename`, { method: 'POST', body: { package: pkg, from, to } })).scripts;
