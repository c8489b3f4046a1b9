/** Licences a case issued, and taking one back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseLicenceList, Done } from '../../schemas/generated/api.ts';
import { request } from './client.ts';

const keyOf = (caseNo: string) => ['case', caseNo, 'licences'] as const;

export const useCaseLicences = (caseNo: string) =>
  useQuery({ queryKey: keyOf(caseNo), queryFn: () => request<CaseLicenceList>(`/cases/${caseNo}/licences`) });

export function useRevokeLicence(caseNo: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      request<Done>(`/licences/${id}/revoke`, { method: 'POST', body: { reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(caseNo) }),
  });
}
