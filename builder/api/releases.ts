/** How versions come to the people: what counts, who agrees, stop, roll back, withdraw; and running cases brought along. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  MigrationPlan,
  MigrationProgress,
  ReleasePage,
  ReleaseReviewList,
  ReleaseReviewPage,
  ReleaseRule,
} from '../../schemas/generated/api.ts';
import { request } from './client.ts';

const at = (id: string) => `/scenarios/${encodeURIComponent(id)}`;
const releaseKey = (id: string) => ['scenarios', id, 'release'];

/** Asked again after every save: what is signed depends on the draft as it is. */
export const useRelease = (id: string, rev: number) =>
  useQuery({
    queryKey: [...releaseKey(id), rev],
    queryFn: () => request<ReleasePage>(`${at(id)}/release`),
    placeholderData: (before) => before,
  });

export type ReleaseStep =
  | { do: 'review'; message: string }
  | { do: 'review/close' }
  | { do: 'stop' }
  | { do: 'widen'; share: number }
  | { do: 'roll-back'; from: number; reason: string }
  | { do: 'withdraw'; message: string }
  | { do: 'offer-again' };

/** Every step answers the page as it is afterwards. */
export function useReleaseStep(id: string, rev: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ do: step, ...body }: ReleaseStep) =>
      request<ReleasePage>(`${at(id)}/release/${step}`, {
        method: 'POST',
        ...(Object.keys(body).length > 0 || step === 'review' ? { body } : {}),
      }),
    onSuccess: (page) => {
      client.setQueryData([...releaseKey(id), rev], page);
      void client.invalidateQueries({ queryKey: ['scenarios', id, 'versions'] });
      void client.invalidateQueries({ queryKey: ['scenarios'], exact: true });
    },
    onError: () => client.invalidateQueries({ queryKey: releaseKey(id) }),
  });
}

export const useReviews = () => useQuery({ queryKey: ['release-reviews'], queryFn: () => request<ReleaseReviewList>('/release-reviews') });

const reviewAt = ({ region, scenario, part }: ReviewKey) =>
  `/release-reviews/${encodeURIComponent(region)}/${encodeURIComponent(scenario)}/${encodeURIComponent(part)}`;
export interface ReviewKey {
  region: string;
  scenario: string;
  part: string;
}
export const useReview = (key: ReviewKey) =>
  useQuery({ queryKey: ['release-reviews', key], queryFn: () => request<ReleaseReviewPage>(reviewAt(key)) });

export function useSign(key: ReviewKey) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { hash: string; agrees: boolean; opinion: string }) =>
      request<ReleaseReviewPage>(reviewAt(key), { method: 'POST', body }),
    onSuccess: (page) => {
      client.setQueryData(['release-reviews', key], page);
      void client.invalidateQueries({ queryKey: ['release-reviews'], exact: true });
    },
    onError: () => client.invalidateQueries({ queryKey: ['release-reviews', key] }),
  });
}

/** What would become of the running cases on the live version; nothing is changed by asking. */
export const useMigrationPlan = (id: string, version: number | null, asked: boolean) =>
  useQuery({
    queryKey: ['scenarios', id, 'migration-plan', version],
    enabled: asked && version !== null,
    queryFn: () => request<MigrationPlan>(`${at(id)}/migrations/plan`, { method: 'POST', body: { to: version } }),
  });

/** Keeps the plan case by case, then moves until none waits. */
export function useMigrate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (order: { to: number; mapping: MigrationPlan['suggested'] }) => {
      let now = await request<MigrationProgress>(`${at(id)}/migrations`, { method: 'POST', body: order });
      for (let before = -1; now.waiting > 0 && now.waiting !== before; ) {
        before = now.waiting;
        now = await request<MigrationProgress>(`${at(id)}/migrations/${now.id}/move`, { method: 'POST', body: {} });
      }
      return now;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['scenarios', id] }),
  });
}

export function useUndoMigration(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (migration: string) => request<MigrationProgress>(`${at(id)}/migrations/${migration}/undo`, { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['scenarios', id] }),
  });
}

/** Whether releases of the region must be agreed to, and who may. For administrators. */
export const useReleaseRule = (region: string) =>
  useQuery({ queryKey: ['release-rule', region], queryFn: () => request<ReleaseRule>(`/release-rule?region=${region}`) });

export function useSaveReleaseRule(region: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (signing: boolean) => request<ReleaseRule>(`/release-rule?region=${region}`, { method: 'PUT', body: { signing } }),
    onSuccess: (rule) => {
      client.setQueryData(['release-rule', region], rule);
      void client.invalidateQueries({ queryKey: ['scenarios'] });
    },
  });
}
