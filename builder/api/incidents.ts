/** Failures of cases that wait for an operator. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Done, IncidentAct, IncidentList, IncidentPage } from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

export function useIncidents(page: number) {
  return useQuery({
    queryKey: ['incidents', page],
    queryFn: ({ client, signal }) => signedRequest<IncidentList>(client, `/incidents?page=${page}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: ['incident', id],
    queryFn: ({ client, signal }) => signedRequest<IncidentPage>(client, `/incidents/${id}`, { signal }),
    staleTime: 0,
  });
}

export function useIncidentAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: IncidentAct) => signedRequest<Done>(client, `/incidents/${id}/act`, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
}
