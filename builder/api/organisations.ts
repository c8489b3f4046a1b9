/** Departments of a region as they are renamed, merged and split. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OrganisationAffected, OrganisationChange, OrganisationChanged, OrganisationCreate } from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

/** What names the department today; asked for when somebody is about to change it. */
export const useOrganisationAffected = (region: string, department: string | undefined) =>
  useQuery({
    queryKey: ['organisations', region, department, 'affected'],
    enabled: department !== undefined,
    queryFn: ({ client, signal }) =>
      signedRequest<OrganisationAffected>(client, `/organisations/${department}/affected?region=${region}`, { signal }),
    staleTime: 0,
  });

export function useChangeOrganisation(region: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ department, ...change }: OrganisationChange & { department: string }) =>
      signedRequest<OrganisationChanged>(client, `/organisations/${department}`, { method: 'PUT', body: { ...change, region } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['organisations'] }),
  });
}

export function useCreateOrganisation(region: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: OrganisationCreate) =>
      signedRequest<OrganisationChanged>(client, '/organisations', { method: 'POST', body: { ...body, region } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['organisations'] }),
  });
}
