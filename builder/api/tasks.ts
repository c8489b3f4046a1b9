/** Tasks of a desk and the cases behind them. */
import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CaseHistory,
  CaseList,
  CasePage,
  FormAnswers,
  FormNow,
  SupplementRequest,
  TaskCompletion,
  TaskDone,
  TaskList,
  TaskPage,
} from '../../schemas/generated/api.ts';
import { RequestError, type RequestOptions, request } from './client.ts';

/**
 * A request of somebody who was signed in. When the session has ended meanwhile, the page of the person gives way to the
 * sign-in page, which leads back to the same address; what was typed is kept by the page's own draft.
 */
export async function signedRequest<T>(client: QueryClient, path: string, options?: RequestOptions): Promise<T> {
  try {
    return await request<T>(path, options);
  } catch (error) {
    if (error instanceof RequestError && error.problem.status === 401) client.setQueryData(['session'], null);
    throw error;
  }
}

/** `query`: the inbox's address, as it stands in the browser. */
export function useTaskList(query: string, { refreshMs }: { refreshMs?: number } = {}) {
  return useQuery({
    queryKey: ['tasks', query],
    queryFn: ({ client, signal }) => signedRequest<TaskList>(client, `/tasks?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

export function useTask(id: string) {
  return useQuery({
    queryKey: ['task', id],
    queryFn: ({ client, signal }) => signedRequest<TaskPage>(client, `/tasks/${id}`, { signal }),
    staleTime: 0,
  });
}

/** Every line of the journal in words; asked for only when somebody opens it. */
export function useCaseHistory(caseNo: string, enabled: boolean) {
  return useQuery({
    queryKey: ['case-history', caseNo],
    queryFn: ({ client, signal }) => signedRequest<CaseHistory>(client, `/cases/${caseNo}/history`, { signal }),
    enabled,
    staleTime: 0,
  });
}

export function useHoldTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: 'claim' | 'release') => signedRequest<TaskPage>(client, `/tasks/${id}/${action}`, { method: 'POST', body: {} }),
    onSuccess: (page) => {
      client.setQueryData(['task', id], page);
      void client.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
}

/** The form of the task as the answers so far make it. */
export function useTaskForm(id: string) {
  const client = useQueryClient();
  return async (values: FormAnswers['values']) =>
    (await signedRequest<FormNow>(client, `/tasks/${id}/form`, { method: 'POST', body: { values } })).sections;
}

export function useCompleteTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TaskCompletion) => signedRequest<TaskDone>(client, `/tasks/${id}/complete`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useRequestSupplement(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SupplementRequest) => signedRequest<TaskDone>(client, `/tasks/${id}/supplement`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useCases(query: string) {
  return useQuery({
    queryKey: ['cases', query],
    queryFn: ({ client, signal }) => signedRequest<CaseList>(client, `/cases?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCase(caseNo: string) {
  return useQuery({
    queryKey: ['case', caseNo],
    queryFn: ({ client, signal }) => signedRequest<CasePage>(client, `/cases/${caseNo}`, { signal }),
  });
}
