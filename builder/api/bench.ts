/** Cases of a scenario on the server: their last run, generated ones, two versions compared, real ones replayed. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type {
  CaseBench,
  CaseComparison,
  CaseGenerated,
  CaseGeneration,
  CaseReplay,
  CaseSide,
  ReplayedCaseRow,
} from '../../schemas/generated/api.ts';
import { request } from './client.ts';

export type { CaseBench, CaseComparison, CaseGenerated, CaseReplay, CaseSide, ReplayedCaseRow };
export type CaseTarget = CaseGeneration['target'];

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;

/** The run on the draft as it was saved at this revision; asked again until it is there. */
export const useCaseResults = (id: string, rev: number) =>
  useQuery({
    queryKey: ['scenarios', id, 'case-results', rev],
    queryFn: () => request<CaseBench>(`${at(id)}/case-results`),
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1000 : false),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const generateCase = (id: string, pkg: ScenarioPackage, target: CaseTarget) =>
  request<CaseGenerated>(`${at(id)}/case-generation`, { method: 'POST', body: { package: pkg, target } });

/** `rev`: the draft's revision, so that a comparison with the draft is made anew after every save. */
export const useCaseComparison = (id: string, before: CaseSide, after: CaseSide, rev: number) =>
  useQuery({
    queryKey: ['scenarios', id, 'case-comparison', before, after, rev],
    queryFn: () => request<CaseComparison>(`${at(id)}/case-comparison`, { method: 'POST', body: { before, after } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useReplay = (id: string) =>
  useMutation({ mutationFn: (limit: number) => request<CaseReplay>(`${at(id)}/case-replay`, { method: 'POST', body: { limit } }) });
