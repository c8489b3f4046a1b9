/** The merge desk of a cloned scenario: what its template brings, what is decided, and where the two differ now. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  DriftPage,
  MergeComment,
  MergeDecision,
  Proposal,
  UpgradeCheck,
  UpgradeDecided,
  UpgradeFinished,
  UpgradeLater,
  UpgradeOffer,
  UpgradePackages,
  UpgradePage,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;
const keys = {
  offer: (id: string) => ['scenarios', id, 'upgrade'],
  desk: (id: string) => ['scenarios', id, 'upgrade', 'desk'],
  drift: (id: string) => ['scenarios', id, 'drift'],
};

export const useUpgradeOffer = (id: string) =>
  useQuery({
    queryKey: keys.offer(id),
    queryFn: ({ client, signal }) => signedRequest<UpgradeOffer>(client, `${at(id)}/upgrade`, { signal }),
    staleTime: 0,
  });

/** The open upgrade; asked for only when there is one. */
export const useUpgradeDesk = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.desk(id),
    enabled,
    queryFn: ({ client, signal }) => signedRequest<UpgradePage>(client, `${at(id)}/upgrade/desk`, { signal }),
    staleTime: 0,
  });

/** The four packages, for the picture of the flow: only when somebody looks at it. */
export const useUpgradePackages = (id: string, rev: number, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.desk(id), 'packages', rev],
    enabled,
    queryFn: async ({ client, signal }) =>
      (await signedRequest<UpgradePage>(client, `${at(id)}/upgrade/desk?packages=yes`, { signal })).packages as UpgradePackages,
    placeholderData: (before) => before,
  });

export function useBeginUpgrade(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (to?: number) =>
      signedRequest<UpgradePage>(client, `${at(id)}/upgrade`, { method: 'POST', body: to === undefined ? {} : { to } }),
    onSuccess: (page) => opened(client, id, page),
  });
}

export function useRetargetUpgrade(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rev: number) => signedRequest<UpgradePage>(client, `${at(id)}/upgrade/retarget`, { method: 'POST', body: { rev } }),
    onSuccess: (page) => opened(client, id, page),
  });
}

function opened(client: QueryClient, id: string, page: UpgradePage): void {
  client.setQueryData(keys.desk(id), page);
  void client.invalidateQueries({ queryKey: keys.offer(id), exact: true });
}

export interface Deciding {
  key: string;
  /** Left out: what was decided is taken back. */
  decision?: MergeDecision;
  remember?: boolean;
}

/** One decision after the other: each is saved with the rev the one before it answered. */
export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `decide ${id}` },
    mutationFn: (deciding: Deciding) => {
      const rev = client.getQueryData<UpgradePage>(keys.desk(id))?.rev ?? 0;
      return signedRequest<UpgradeDecided>(client, `${at(id)}/upgrade/decisions`, { method: 'PUT', body: { rev, ...deciding } });
    },
    onSuccess: (answer) => {
      client.setQueryData<UpgradePage>(keys.desk(id), (page) => page && decided(page, answer));
    },
    onError: () => client.invalidateQueries({ queryKey: keys.desk(id), exact: true }),
  });
}

/** The desk after a decision: what was checked before counts no longer. */
export function decided(page: UpgradePage, { item, open, ...rest }: UpgradeDecided): UpgradePage {
  const asked = new Set(open);
  return {
    ...page,
    ...rest,
    items: page.items.map((one) => (one.key === item.key ? item : { ...one, open: asked.has(one.key) })),
    ...(page.checked ? { checked: { ...page.checked, stale: true } } : {}),
  };
}

export function useCheckUpgrade(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rev: number) => signedRequest<UpgradeCheck>(client, `${at(id)}/upgrade/check`, { method: 'POST', body: { rev } }),
    // Whether it may be finished is the server's word.
    onSettled: () => client.invalidateQueries({ queryKey: keys.desk(id), exact: true }),
  });
}

export function useFinishUpgrade(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { rev: number; draftRev: number }) =>
      signedRequest<UpgradeFinished>(client, `${at(id)}/upgrade/finish`, { method: 'POST', body }),
    onSuccess: () => changedDraft(client, id),
  });
}

type OfferDeed = { undo: true } | { giveUp: number } | { later: UpgradeLater };

/** Undo the last upgrade, leave the open one, or put a release off. */
export function useOfferDeed(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: OfferDeed) => {
      const [path, body] =
        'undo' in deed ? ['undo', {}] : 'giveUp' in deed ? ['give-up', { rev: deed.giveUp }] : (['later', deed.later] as const);
      return signedRequest<UpgradeOffer>(client, `${at(id)}/upgrade/${path}`, { method: 'POST', body });
    },
    onSuccess: () => changedDraft(client, id),
  });
}

/** The draft is another one now: every page of the scenario reads anew. */
function changedDraft(client: QueryClient, id: string): Promise<void> {
  client.removeQueries({ queryKey: keys.desk(id) });
  return client.invalidateQueries({ queryKey: ['scenarios'] });
}

export const useDrift = (id: string) =>
  useQuery({
    queryKey: keys.drift(id),
    queryFn: ({ client, signal }) => signedRequest<DriftPage>(client, `${at(id)}/drift`, { signal }),
    staleTime: 0,
  });

export function useDriftReason(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { key: string; reason?: string }) =>
      signedRequest<DriftPage>(client, `${at(id)}/drift/reasons`, { method: 'PUT', body }),
    onSuccess: (page) => client.setQueryData(keys.drift(id), page),
  });
}

export function usePropose(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { region: string; keys: string[]; title: string; why: string; commandId: string }) =>
      signedRequest<Proposal>(client, '/proposals', { method: 'POST', body: { scenario: id, ...body } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drift(id) }),
  });
}

export const useMergeComments = (id: string, key: string | undefined) =>
  useQuery({
    queryKey: ['scenarios', id, 'merge-comments', key],
    enabled: key !== undefined,
    queryFn: ({ client, signal }) =>
      signedRequest<MergeComment[]>(client, `${at(id)}/upgrade/comments?key=${encodeURIComponent(key ?? '')}`, { signal }),
    staleTime: 0,
  });

export function useComment(id: string, key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (words: string) =>
      signedRequest<MergeComment[]>(client, `${at(id)}/upgrade/comments`, { method: 'POST', body: { words, key } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scenarios', id, 'merge-comments', key] }),
  });
}
