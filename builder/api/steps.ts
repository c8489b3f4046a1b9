/** Steps of a case that people start, and steps of which there can be more. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseStepInput, CaseSteps, TaskDone } from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

export function useCaseSteps(caseNo: string) {
  return useQuery({
    queryKey: ['case-steps', caseNo],
    queryFn: ({ client, signal }) => signedRequest<CaseSteps>(client, `/cases/${caseNo}/steps`, { signal }),
    staleTime: 0,
  });
}

export function useBeginStep(caseNo: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CaseStepInput) => signedRequest<TaskDone>(client, `/cases/${caseNo}/steps`, { method: 'POST', body }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['case-steps', caseNo] }),
        client.invalidateQueries({ queryKey: ['case', caseNo] }),
        client.invalidateQueries({ queryKey: ['tasks'] }),
      ]),
  });
}
