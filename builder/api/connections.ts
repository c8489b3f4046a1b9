/** Connections of a region: what they are, whether they answer, and their secrets, which are only ever written. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonValue } from '../../runtime/compile/plan.ts';
import type { ConnectionList, ConnectionTest, ConnectionView } from '../../schemas/generated/api.ts';
import type { Connection } from '../../schemas/generated/documents.ts';
import { signedRequest } from './tasks.ts';

const at = (region: string, id: string, more = '') => `/connections/${encodeURIComponent(id)}${more}?region=${region}`;

export function useConnections(region: string) {
  return useQuery({
    queryKey: ['connections', region],
    enabled: region !== '',
    queryFn: ({ client, signal }) => signedRequest<ConnectionList>(client, `/connections?region=${region}`, { signal }),
  });
}

export function useConnection(region: string, id: string | undefined) {
  return useQuery({
    queryKey: ['connection', region, id],
    enabled: id !== undefined,
    queryFn: ({ client, signal }) => signedRequest<ConnectionView>(client, at(region, id!), { signal }),
    staleTime: 0,
  });
}

/** What was written is shown at once; the list is asked for again. */
function useConnectionChange<I>(region: string, id: string, run: (input: I) => { more: string; method: 'PUT'; body: object }) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: I) => {
      const { more, method, body } = run(input);
      return signedRequest<ConnectionView>(client, at(region, id, more), { method, body: { ...body, region } });
    },
    onSuccess: (view) => {
      client.setQueryData(['connection', region, id], view);
      void client.invalidateQueries({ queryKey: ['connections'] });
    },
  });
}

export const useSaveConnection = (region: string, id: string) =>
  useConnectionChange(region, id, (body: { rev: number; connection: Connection }) => ({ more: '', method: 'PUT', body }));

export const useSaveSecret = (region: string, id: string) =>
  useConnectionChange(region, id, (body: { value: string; keepOldHours: number }) => ({ more: '/secret', method: 'PUT', body }));

export function useDeleteConnection(region: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => signedRequest<void>(client, at(region, id), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
}

export interface TestAsked {
  resource?: string;
  /** As its draft says. */
  draft?: boolean;
  keys?: Record<string, JsonValue>;
}

export function useTestConnection(region: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: TestAsked) =>
      signedRequest<ConnectionTest>(client, at(region, id, '/test'), { method: 'POST', body: { ...asked, region } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['connections'] });
      void client.invalidateQueries({ queryKey: ['connection', region, id] });
    },
  });
}
