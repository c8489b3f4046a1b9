/** Tasks of a desk and the cases behind them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseList, CasePage, SupplementRequest, TaskCompletion, TaskDone, TaskList, TaskPage } from '../../schemas/generated/api.ts';
import { request } from './client.ts';

/** `query`: the inbox's address, as it stands in the browser. */
export function useTaskList(query: string, { refreshMs }: { refreshMs?: number } = {}) {
  return useQuery({
    queryKey: ['tasks', query],
    queryFn: ({ signal }) => request<TaskList>(`/tasks?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

export function useTask(id: string) {
  return useQuery({ queryKey: ['task', id], queryFn: ({ signal }) => request<TaskPage>(`/tasks/${id}`, { signal }), staleTime: 0 });
}

export function useHoldTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: 'claim' | 'release') => request<TaskPage>(`/tasks/${id}/${action}`, { method: 'POST', body: {} }),
    onSuccess: (page) => {
      client.setQueryData(['task', id], page);
      void client.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
}

export function useCompleteTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TaskCompletion) => request<TaskDone>(`/tasks/${id}/complete`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useRequestSupplement(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SupplementRequest) => request<TaskDone>(`/tasks/${id}/supplement`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useCases(query: string) {
  return useQuery({
    queryKey: ['cases', query],
    queryFn: ({ signal }) => request<CaseList>(`/cases?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCase(caseNo: string) {
  return useQuery({ queryKey: ['case', caseNo], queryFn: ({ signal }) => request<CasePage>(`/cases/${caseNo}`, { signal }) });
}
