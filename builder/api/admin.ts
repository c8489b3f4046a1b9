/** Accounts, roles, calendars and allowed hosts of the administrator's region. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Account,
  AccountChange,
  AccountCreate,
  AccountList,
  CalendarList,
  CalendarSave,
  CalendarView,
  HostList,
  HostSave,
  OrganisationList,
  RoleList,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

/** `query`: region, q and page, as they stand in the address. */
export function useAccounts(query: string) {
  return useQuery({
    queryKey: ['accounts', query],
    queryFn: ({ client, signal }) => signedRequest<AccountList>(client, `/accounts?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCreateAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AccountCreate) => signedRequest<Account>(client, '/accounts', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
}

export function useChangeAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: AccountChange }) =>
      signedRequest<Account>(client, `/accounts/${id}`, { method: 'PATCH', body: changes }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
}

export function useRoles() {
  return useQuery({ queryKey: ['roles'], queryFn: ({ client, signal }) => signedRequest<RoleList>(client, '/roles', { signal }) });
}

export function useOrganisations() {
  return useQuery({
    queryKey: ['organisations'],
    queryFn: ({ client, signal }) => signedRequest<OrganisationList>(client, '/organisations', { signal }),
  });
}

export function useCalendars(region: string) {
  return useQuery({
    queryKey: ['calendars', region],
    queryFn: ({ client, signal }) => signedRequest<CalendarList>(client, `/calendars?region=${region}`, { signal }),
  });
}

export function useCalendar(region: string, id: string | undefined) {
  return useQuery({
    queryKey: ['calendar', region, id],
    enabled: id !== undefined,
    queryFn: ({ client, signal }) => signedRequest<CalendarView>(client, `/calendars/${id}?region=${region}`, { signal }),
  });
}

export function useSaveCalendar(region: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CalendarSave) =>
      signedRequest<CalendarView>(client, `/calendars/${id}`, { method: 'PUT', body: { ...body, region } }),
    onSuccess: (view) => {
      client.setQueryData(['calendar', region, id], view);
      void client.invalidateQueries({ queryKey: ['calendars'] });
    },
  });
}

export function useHosts(region: string) {
  return useQuery({
    queryKey: ['hosts', region],
    queryFn: ({ client, signal }) => signedRequest<HostList>(client, `/hosts?region=${region}`, { signal }),
  });
}

export function useSaveHosts(region: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: HostSave) => signedRequest<HostList>(client, '/hosts', { method: 'PUT', body: { ...body, region } }),
    onSuccess: (list) => client.setQueryData(['hosts', region], list),
  });
}
