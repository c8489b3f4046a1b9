/** What desks do besides deciding, what operators do with a case, and who stands in for whom. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AbsenceInput,
  AbsenceView,
  CaseOperation,
  CaseOptions,
  JumpChoice,
  MovePreview,
  ReturnChoice,
  TaskDone,
  TaskOperation,
  TaskOptions,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An operation without its idempotency key: the hook gives one. */
export type TaskDeed = DistributiveOmit<TaskOperation, 'commandId'>;
export type CaseDeed = DistributiveOmit<CaseOperation, 'commandId'>;

export function useTaskOptions(id: string) {
  return useQuery({
    queryKey: ['task', id, 'operations'],
    queryFn: ({ client, signal }) => signedRequest<TaskOptions>(client, `/tasks/${id}/operations`, { signal }),
    staleTime: 0,
  });
}

/** Everything about the task and the lists may differ afterwards. */
export function useOperateTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: TaskDeed) => {
      const body = { ...deed, commandId: crypto.randomUUID() } as TaskOperation;
      return signedRequest<TaskDone>(client, `/tasks/${id}/operations`, { method: 'POST', body });
    },
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['tasks'] });
      await client.invalidateQueries({ queryKey: ['task', id] });
    },
  });
}

export function useReturnPreview(id: string, choice: ReturnChoice | undefined) {
  return useQuery({
    queryKey: ['task', id, 'return', choice],
    enabled: choice !== undefined,
    queryFn: ({ client, signal }) =>
      signedRequest<MovePreview>(client, `/tasks/${id}/return-preview`, { method: 'POST', body: choice, signal }),
    staleTime: 0,
  });
}

export function useCaseOptions(caseNo: string) {
  return useQuery({
    queryKey: ['case', caseNo, 'operations'],
    queryFn: ({ client, signal }) => signedRequest<CaseOptions>(client, `/cases/${caseNo}/operations`, { signal }),
    staleTime: 0,
  });
}

export function useOperateCase(caseNo: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: CaseDeed) => {
      const body = { ...deed, commandId: crypto.randomUUID() } as CaseOperation;
      return signedRequest<TaskDone>(client, `/cases/${caseNo}/operations`, { method: 'POST', body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['case', caseNo] }),
  });
}

export function useJumpPreview(caseNo: string, choice: JumpChoice | undefined) {
  return useQuery({
    queryKey: ['case', caseNo, 'jump', choice],
    enabled: choice !== undefined,
    queryFn: ({ client, signal }) =>
      signedRequest<MovePreview>(client, `/cases/${caseNo}/jump-preview`, { method: 'POST', body: choice, signal }),
    staleTime: 0,
  });
}

export function useAbsences() {
  return useQuery({
    queryKey: ['absences'],
    queryFn: ({ client, signal }) => signedRequest<AbsenceView>(client, '/absences', { signal }),
  });
}

export function useSaveAbsence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { make: AbsenceInput } | { end: string }) =>
      'make' in input
        ? signedRequest<AbsenceView>(client, '/absences', { method: 'POST', body: input.make })
        : signedRequest<AbsenceView>(client, `/absences/${input.end}/end`, { method: 'POST' }),
    onSuccess: (view) => client.setQueryData(['absences'], view),
  });
}
