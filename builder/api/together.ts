/** Several people in one draft: comments, the messages they bring, and who changed what. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ColleagueList,
  DraftComment,
  DraftCommentList,
  DraftCommentWrite,
  DraftHistory,
  StaffMessageList,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;
const keys = {
  comments: (id: string) => ['scenarios', id, 'comments'],
  messages: ['messages'],
};

export const useComments = (id: string, { enabled = true }: { enabled?: boolean } = {}) =>
  useQuery({
    queryKey: keys.comments(id),
    enabled,
    queryFn: async ({ client, signal }) => (await signedRequest<DraftCommentList>(client, `${at(id)}/comments`, { signal })).rows,
    refetchInterval: 15_000,
    staleTime: 0,
  });

/** Whom a comment can name. */
export const useColleagues = (id: string) =>
  useQuery({
    queryKey: ['scenarios', id, 'colleagues'],
    queryFn: ({ client, signal }) => signedRequest<ColleagueList>(client, `${at(id)}/colleagues`, { signal }),
    staleTime: 60_000,
  });

/** What is answered stands in the list at once; the next reading brings what others wrote. */
export function useWriteComment(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DraftCommentWrite) => signedRequest<DraftComment>(client, `${at(id)}/comments`, { method: 'POST', body }),
    onSuccess: (comment) => {
      client.setQueryData<DraftComment[]>(keys.comments(id), (rows = []) => [...rows.filter((one) => one.id !== comment.id), comment]);
      void client.invalidateQueries({ queryKey: keys.comments(id) });
    },
  });
}

export function useResolveComment(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ comment, resolved }: { comment: string; resolved: boolean }) =>
      signedRequest<DraftComment>(client, `${at(id)}/comments/${comment}/resolution`, { method: 'POST', body: { resolved } }),
    onSuccess: (comment) =>
      client.setQueryData<DraftComment[]>(keys.comments(id), (rows = []) => rows.map((one) => (one.id === comment.id ? comment : one))),
    onSettled: () => client.invalidateQueries({ queryKey: keys.comments(id) }),
  });
}

export const useMessages = (enabled: boolean) =>
  useQuery({
    queryKey: keys.messages,
    enabled,
    queryFn: ({ client, signal }) => signedRequest<StaffMessageList>(client, '/messages', { signal }),
    refetchInterval: 30_000,
    staleTime: 0,
  });

export function useMessagesSeen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (comment?: string) =>
      signedRequest<void>(client, '/messages/seen', { method: 'POST', body: comment === undefined ? {} : { comment } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.messages }),
  });
}

/** Saves before `before`; without it the newest, with the draft they lead to. */
export const getHistory = (id: string, before?: number) => {
  const query = before === undefined ? '' : `?before=${before}`;
  return (client: Parameters<typeof signedRequest>[0], signal?: AbortSignal) =>
    signedRequest<DraftHistory>(client, `${at(id)}/history${query}`, { signal });
};
