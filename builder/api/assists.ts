/** Questions to the owners of data (协查), and reports about contested values. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AssistAnswer,
  AssistList,
  AssistOfCase,
  AssistPage,
  DisputeAnswer,
  DisputeDecision,
  DisputeList,
  DisputeReport,
  TaskPage,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

export function useAssists(query: string, { refreshMs }: { refreshMs?: number } = {}) {
  return useQuery({
    queryKey: ['assists', query],
    queryFn: ({ client, signal }) => signedRequest<AssistList>(client, `/assists?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

export function useAssist(id: string) {
  return useQuery({
    queryKey: ['assist', id],
    queryFn: ({ client, signal }) => signedRequest<AssistPage>(client, `/assists/${id}`, { signal }),
    staleTime: 0,
  });
}

export function useHoldAssist(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: 'claim' | 'release') => signedRequest<AssistPage>(client, `/assists/${id}/${action}`, { method: 'POST' }),
    onSuccess: (page) => {
      client.setQueryData(['assist', id], page);
      void client.invalidateQueries({ queryKey: ['assists'] });
    },
  });
}

export function useAnswerAssist(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AssistAnswer) => signedRequest<AssistPage>(client, `/assists/${id}/answer`, { method: 'POST', body }),
    onSuccess: (page) => {
      client.setQueryData(['assist', id], page);
      void client.invalidateQueries({ queryKey: ['assists'] });
    },
  });
}

/** 催办 from the page of a task; the task is loaded again afterwards. */
export function useUrgeAssist(taskId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; words?: string; commandId: string }) =>
      signedRequest<AssistOfCase>(client, `/assists/${id}/urge`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['task', taskId] }),
  });
}

export function useReports(query: string) {
  return useQuery({
    queryKey: ['disputes', query],
    queryFn: ({ client, signal }) => signedRequest<DisputeList>(client, `/disputes?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useAnswerReport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DisputeAnswer) => signedRequest<DisputeReport>(client, `/disputes/${id}/answer`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['disputes'] }),
  });
}

/** Which of two values counts; answers the task as it is now. */
export function useDecideDispute(taskId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Omit<DisputeDecision, 'taskId'>) =>
      signedRequest<TaskPage>(client, '/disputes/decide', { method: 'POST', body: { ...body, taskId } }),
    onSuccess: (page) => client.setQueryData(['task', taskId], page),
  });
}
