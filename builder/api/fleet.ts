/** What a publisher sees of its clones, how a release goes out, and what comes up from the counties. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  FleetPage,
  MergeComment,
  Proposal,
  ProposalAnswer,
  ProposalRow,
  WaveAction,
  WavePlan,
  WavePlanWrite,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

const at = (template: string) => `/templates/${encodeURIComponent(template)}`;

export const useFleet = (template: string) =>
  useQuery({
    queryKey: ['fleet', template],
    queryFn: ({ client, signal }) => signedRequest<FleetPage>(client, `${at(template)}/fleet`, { signal }),
    staleTime: 0,
    // A release that goes out is watched.
    refetchInterval: (query) => (query.state.data?.waves?.status === 'running' ? 10_000 : false),
  });

export function usePlanWaves(template: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: WavePlanWrite) => signedRequest<WavePlan>(client, `${at(template)}/waves`, { method: 'PUT', body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['fleet', template] }),
  });
}

export function useWave(template: string, version: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: WaveAction) => signedRequest<WavePlan>(client, `${at(template)}/waves/${version}`, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['fleet', template] }),
  });
}

export function useFleetComment(template: string, region: string, scenario: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { words: string; key?: string }) =>
      signedRequest<MergeComment[]>(client, `${at(template)}/fleet/${region}/${encodeURIComponent(scenario)}/comments`, {
        method: 'POST',
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['fleet', template] }),
  });
}

export const useProposals = (side: 'sent' | 'received') =>
  useQuery({
    queryKey: ['proposals', side],
    queryFn: ({ client, signal }) => signedRequest<ProposalRow[]>(client, `/proposals?side=${side}`, { signal }),
    staleTime: 0,
  });

export const useProposal = (region: string, id: string) =>
  useQuery({
    queryKey: ['proposal', region, id],
    queryFn: ({ client, signal }) => signedRequest<Proposal>(client, `/proposals/${region}/${id}`, { signal }),
    staleTime: 0,
  });

type ProposalDeed = { answer: ProposalAnswer } | { withdraw: number };

export function useProposalDeed(region: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: ProposalDeed) => {
      const [path, body] = 'answer' in deed ? (['answer', deed.answer] as const) : (['withdraw', { rev: deed.withdraw }] as const);
      return signedRequest<Proposal>(client, `/proposals/${region}/${id}/${path}`, { method: 'POST', body });
    },
    onSuccess: (proposal) => {
      client.setQueryData(['proposal', region, id], proposal);
      void client.invalidateQueries({ queryKey: ['proposals'] });
      void client.invalidateQueries({ queryKey: ['scenarios'] });
    },
    onError: () => client.invalidateQueries({ queryKey: ['proposal', region, id] }),
  });
}
