import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Text } from '../../schemas/generated/documents.ts';
import { RequestError, request, setCsrfToken } from './client.ts';

export type WorkPlace = 'studio' | 'work' | 'go' | 'admin' | 'data';
export interface Grant {
  region: string;
  regionName: Text | string;
  department?: string;
  departmentName?: Text | string;
  role: string;
}
export interface Session {
  account: { id: string; name: string; kind: 'person' | 'staff' };
  grants: Grant[];
  csrf: string;
  places: WorkPlace[];
}

const key = ['session'];

/** null: nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: key,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Session | null> => {
      try {
        return keep(await request<Session>('/session'));
      } catch (error) {
        if (error instanceof RequestError && error.problem.status === 401) return null;
        throw error;
      }
    },
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { username: string; password: string }) => request<Session>('/session', { method: 'POST', body }),
    onSuccess: (session) => client.setQueryData(key, keep(session)),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('/session', { method: 'DELETE' }),
    onSuccess: () => {
      client.clear();
      client.setQueryData(key, null);
    },
  });
}

function keep(session: Session): Session {
  setCsrfToken(session.csrf);
  return session;
}
