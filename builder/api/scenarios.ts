/** Scenarios of the studio: drafts, checks, publishing. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Finding, JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Outcome } from '../../runtime/engine/types.ts';
import type { LineageFacts, Published, VersionRow } from '../../schemas/generated/api.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { request } from './client.ts';

export interface ScenarioRow {
  id: string;
  name: Text;
  region: string;
  draft?: { editedBy: string; editedAt: string; changed: boolean };
  live?: { version: number; publishedAt: string };
  findings: { errors: number; warnings: number };
  running: number;
  /** Of a clone: the template it follows. */
  lineage?: LineageFacts;
}
export interface Draft {
  region: string;
  rev: number;
  package: ScenarioPackage;
  editedBy: string;
  editedAt: string;
  live: { version: number; publishedAt: string; hash: string } | null;
  changed: boolean;
  /** Of a clone: the template it follows. */
  lineage?: LineageFacts;
}
export type Version = VersionRow;
export interface ReadinessItem {
  code: string;
  done: boolean;
  text: Text;
  link?: string;
}
export interface Completion {
  path: string;
  name: Text;
  type: string;
  department?: Text;
  sensitivity: number;
}

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;

export const useScenarios = () => useQuery({ queryKey: ['scenarios'], queryFn: () => request<ScenarioRow[]>('/scenarios') });

export function useCreateScenario() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: Text; from?: { template: string } | { scenario: string } }) =>
      request<{ id: string }>('/scenarios', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scenarios'] }),
  });
}

export const getDraft = (id: string) => request<Draft>(`${at(id)}/draft`);
/** Read once when a scenario is opened; from then on the editor holds the document. */
export const useDraftOf = (id: string) =>
  useQuery({ queryKey: ['scenarios', id, 'draft'], queryFn: () => getDraft(id), gcTime: 0, staleTime: Number.POSITIVE_INFINITY });

export const putDraft = (id: string, rev: number, pkg: ScenarioPackage) =>
  request<{ rev: number; savedAt: string }>(`${at(id)}/draft`, { method: 'PUT', body: { rev, package: pkg } });

/** One window of a colleague, and the step it has open. */
export interface Colleague {
  page: string;
  name: string;
  step?: string;
}
export const tellPresence = (id: string, body: { page: string; step?: string; leaving?: boolean }) =>
  request<{ rev: number; people: Colleague[] }>(`${at(id)}/presence`, { method: 'POST', body });

export const checkPackage = (id: string, pkg: ScenarioPackage, signal?: AbortSignal) =>
  request<{ findings: Finding[] }>(`${at(id)}/check`, { method: 'POST', body: { package: pkg }, signal });

export const typesFor = (id: string, pkg: ScenarioPackage, script: string) =>
  request<{ declarations: string; completions: Completion[] }>(`${at(id)}/types`, { method: 'POST', body: { package: pkg, script } });

export const runScript = (id: string, pkg: ScenarioPackage, script: string, input: JsonValue) =>
  request<{ outcome: Outcome; cpuMs: number }>(`${at(id)}/script-run`, { method: 'POST', body: { package: pkg, script, input } });

export const useVersions = (id: string) =>
  useQuery({ queryKey: ['scenarios', id, 'versions'], queryFn: () => request<Version[]>(`${at(id)}/versions`) });
export const getVersion = (id: string, version: number) => request<{ package: ScenarioPackage }>(`${at(id)}/versions/${version}`);
export const useVersion = (id: string, version: number | undefined) =>
  useQuery({ queryKey: ['scenarios', id, 'versions', version], enabled: version !== undefined, queryFn: () => getVersion(id, version!) });

export const useReadiness = (id: string, rev: number) =>
  useQuery({
    queryKey: ['scenarios', id, 'readiness', rev],
    queryFn: () => request<ReadinessItem[]>(`${at(id)}/readiness`),
    placeholderData: (before) => before,
  });

export function usePublish(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { rev: number; name: string; notes: string; commandId: string; at?: string; share?: number }) =>
      request<Published>(`${at(id)}/publish`, { method: 'POST', body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['scenarios'], exact: true });
      void client.invalidateQueries({ queryKey: ['scenarios', id, 'versions'] });
      void client.invalidateQueries({ queryKey: ['scenarios', id, 'readiness'] });
      void client.invalidateQueries({ queryKey: ['scenarios', id, 'release'] });
    },
  });
}
