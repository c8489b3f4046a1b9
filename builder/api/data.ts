/** Shared data: what there is, who asked for it, who may read it, what was read. */
import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  DataApplicationAct,
  DataApplicationList,
  DataApplicationPage,
  DataApplicationSave,
  DataApply,
  DataBatchPass,
  DataBatchPassed,
  DataCounts,
  DataGrantAct,
  DataGrantList,
  DataGrantPage,
  DataImpact,
  DataMessageList,
  DataProposal,
  DataQualityList,
  DataReadList,
  DataReadProof,
  DataResourceList,
  DataResourcePage,
  DataResourcePublish,
  DataResourceSave,
  DataResourceWithdraw,
  DataRights,
  DataScenarioList,
  DataTry,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

/** Everything about data may differ after a decision: whatever is on the screen is asked for again. */
const refresh = (client: QueryClient) => void client.invalidateQueries({ queryKey: ['data'] });
const key = encodeURIComponent;

export function useDataResources(query: string) {
  return useQuery({
    queryKey: ['data', 'resources', query],
    queryFn: ({ client, signal }) => signedRequest<DataResourceList>(client, `/data/resources?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useDataResource(resource: string | undefined) {
  return useQuery({
    queryKey: ['data', 'resource', resource],
    enabled: resource !== undefined,
    queryFn: ({ client, signal }) => signedRequest<DataResourcePage>(client, `/data/resources/${key(resource!)}`, { signal }),
  });
}

export function useTryResource(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sample: number) =>
      signedRequest<DataTry>(client, `/data/resources/${key(resource)}/try`, { method: 'POST', body: { sample } }),
  });
}

export type ResourceChange =
  | { act: 'save'; body: DataResourceSave }
  | { act: 'publish'; body: DataResourcePublish }
  | { act: 'withdraw'; body: DataResourceWithdraw };

/** What the department that keeps it does with a resource. */
export function useResourceChange(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ act, body }: ResourceChange) =>
      act === 'save'
        ? signedRequest<DataResourcePage>(client, `/data/resources/${key(resource)}`, { method: 'PUT', body })
        : signedRequest<DataResourcePage>(client, `/data/resources/${key(resource)}/${act}`, { method: 'POST', body }),
    onSuccess: (page) => {
      client.setQueryData(['data', 'resource', resource], page);
      refresh(client);
    },
  });
}

export function useDataQuality(query: string) {
  return useQuery({
    queryKey: ['data', 'quality', query],
    queryFn: ({ client, signal }) => signedRequest<DataQualityList>(client, `/data/quality?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export interface ProposalAsked {
  region: string;
  scenario: string;
  /** One of both: a use of the draft, or a resource by key. */
  use?: string;
  resource?: string;
}

export function useDataProposal(asked: ProposalAsked | undefined) {
  const query = new URLSearchParams(Object.entries(asked ?? {}).filter(([, value]) => value)).toString();
  return useQuery({
    queryKey: ['data', 'proposal', query],
    enabled: asked !== undefined,
    queryFn: ({ client, signal }) => signedRequest<DataProposal>(client, `/data/applications/proposal?${query}`, { signal }),
    staleTime: 0,
  });
}

/** Scenarios one may apply for data for. */
export function useDataScenarios() {
  const client = useQueryClient();
  return useQuery({ queryKey: ['data', 'scenarios'], queryFn: () => signedRequest<DataScenarioList>(client, '/data/scenarios') });
}

export function useApply() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DataApply) => signedRequest<DataApplicationPage>(client, '/data/applications', { method: 'POST', body }),
    onSuccess: () => refresh(client),
  });
}

/** A draft or a returned application; sending it again is an action of its own. */
export function useSaveApplication(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DataApplicationSave) =>
      signedRequest<DataApplicationPage>(client, `/data/applications/${key(id)}`, { method: 'PUT', body }),
    onSuccess: (page) => {
      client.setQueryData(['data', 'application', id], page);
      refresh(client);
    },
  });
}

/** `refreshMs`: an inbox looks again by itself. */
export function useDataApplications(query: string, { refreshMs }: { refreshMs?: number } = {}) {
  return useQuery({
    queryKey: ['data', 'applications', query],
    queryFn: ({ client, signal }) => signedRequest<DataApplicationList>(client, `/data/applications?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

export function useDataApplication(id: string) {
  return useQuery({
    queryKey: ['data', 'application', id],
    queryFn: ({ client, signal }) => signedRequest<DataApplicationPage>(client, `/data/applications/${key(id)}`, { signal }),
    refetchInterval: 20_000,
  });
}

/** A decision without its idempotency key: the hook gives one per intent. */
export type ApplicationDeed = Omit<DataApplicationAct, 'commandId'>;

export function useApplicationAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: ApplicationDeed) =>
      signedRequest<DataApplicationPage>(client, `/data/applications/${key(id)}/actions`, {
        method: 'POST',
        body: { ...deed, commandId: crypto.randomUUID() },
      }),
    onSuccess: (page) => {
      client.setQueryData(['data', 'application', id], page);
      refresh(client);
    },
  });
}

export function usePassBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (items: DataBatchPass['items']) =>
      signedRequest<DataBatchPassed>(client, '/data/applications/pass-batch', {
        method: 'POST',
        body: { items, commandId: crypto.randomUUID() },
      }),
    onSettled: () => refresh(client),
  });
}

export function useDataGrants(query: string) {
  return useQuery({
    queryKey: ['data', 'grants', query],
    queryFn: ({ client, signal }) => signedRequest<DataGrantList>(client, `/data/grants?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useDataGrant(grant: string) {
  return useQuery({
    queryKey: ['data', 'grant', grant],
    queryFn: ({ client, signal }) => signedRequest<DataGrantPage>(client, `/data/grants/${key(grant)}`, { signal }),
  });
}

/** What a pause or an end would hit: asked for when somebody is about to do it, and never from memory. */
export function useGrantImpact(grant: string, enabled: boolean) {
  return useQuery({
    queryKey: ['data', 'impact', grant],
    enabled,
    queryFn: ({ client, signal }) => signedRequest<DataImpact>(client, `/data/grants/${key(grant)}/impact`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

export type GrantDeed = Omit<DataGrantAct, 'commandId'>;

export function useGrantAction(grant: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: GrantDeed) =>
      signedRequest<DataGrantPage>(client, `/data/grants/${key(grant)}/actions`, {
        method: 'POST',
        body: { ...deed, commandId: crypto.randomUUID() },
      }),
    onSuccess: (page) => {
      client.setQueryData(['data', 'grant', grant], page);
      refresh(client);
    },
  });
}

export function useDataReads(query: string) {
  return useQuery({
    queryKey: ['data', 'reads', query],
    queryFn: ({ client, signal }) => signedRequest<DataReadList>(client, `/data/reads?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Recomputes the chains of a region's log; heavy, so only when somebody asks. */
export function useVerifyReads() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (region: string) => signedRequest<DataReadProof>(client, `/data/reads/verify?region=${region}`),
  });
}

export const readsExportAddress = (query: string, format: 'csv' | 'jsonl'): string => `/api/data/reads/export?${query}&format=${format}`;

export const useDataMessages = () =>
  useQuery({
    queryKey: ['data', 'messages'],
    queryFn: ({ client, signal }) => signedRequest<DataMessageList>(client, '/data/messages', { signal }),
  });

export function useMessagesSeen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) => signedRequest<void>(client, '/data/messages/seen', { method: 'POST', body: { upTo } }),
    onSuccess: () =>
      Promise.all(
        [
          ['data', 'messages'],
          ['data', 'counts'],
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

export function useDataCounts(enabled: boolean) {
  return useQuery({
    queryKey: ['data', 'counts'],
    enabled,
    queryFn: ({ client, signal }) => signedRequest<DataCounts>(client, '/data/counts', { signal }),
    refetchInterval: 30_000,
  });
}

/** Rights of a scenario: looked at again by itself, so that a decision elsewhere lights up here without a reload. */
export function useDataRights(asked: { region: string; scenario: string } | undefined) {
  const query = asked ? `region=${asked.region}&scenario=${key(asked.scenario)}` : '';
  return useQuery({
    queryKey: ['data', 'rights', query],
    enabled: asked !== undefined,
    queryFn: ({ client, signal }) => signedRequest<DataRights>(client, `/data/rights?${query}`, { signal }),
    refetchInterval: rightsRefreshMs,
  });
}
export const rightsRefreshMs = 5000;
