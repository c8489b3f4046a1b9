/** For experts: a scenario kept in git, and a document checked as a whole. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type {
  FindingList,
  Repository,
  RepositoryBinding,
  RepositoryPull,
  RepositoryPulled,
  RepositoryPushed,
} from '../../schemas/generated/api.ts';
import { request } from './client.ts';

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;
const key = (id: string) => ['scenarios', id, 'repository'];

/** Shape, and the locks of the template: what stops a whole document from taking the place of the draft. */
export const checkWhole = (id: string, pkg: ScenarioPackage) =>
  request<FindingList>(`${at(id)}/whole-check`, { method: 'POST', body: { package: pkg } });

export const useRepository = (id: string) => useQuery({ queryKey: key(id), queryFn: () => request<Repository>(`${at(id)}/repository`) });

export function useBind(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RepositoryBinding) => request<Repository>(`${at(id)}/repository`, { method: 'PUT', body }),
    onSuccess: (now) => client.setQueryData(key(id), now),
  });
}
export function usePush(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: string) => request<RepositoryPushed>(`${at(id)}/repository/push`, { method: 'POST', body: { message } }),
    onSuccess: ({ repository }) => client.setQueryData(key(id), repository),
  });
}
export function usePull(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (choices: RepositoryPull) => request<RepositoryPulled>(`${at(id)}/repository/pull`, { method: 'POST', body: choices }),
    onSuccess: ({ repository }) => client.setQueryData(key(id), repository),
  });
}
