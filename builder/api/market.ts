/** Publishing templates, where they stand in the gallery, and releases carried as signed files. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  PackageDesk,
  PackageImported,
  PackagePreview,
  PublisherTrust,
  ReleaseForecast,
  RememberedChoice,
  TemplatePlace,
  TemplateReleased,
  TemplateReleasePage,
  TemplateReleaseReview,
  TemplateReleaseSubmit,
  TemplateVersion,
  TrackLists,
  TrackListsSave,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

const at = (scenario: string) => `/scenarios/${encodeURIComponent(scenario)}`;
const keys = {
  release: (scenario: string) => ['scenarios', scenario, 'template-release'],
  forecast: (scenario: string) => ['scenarios', scenario, 'template-release', 'forecast'],
  tracks: ['templates', 'tracks'],
  packages: ['packages'],
  remembered: (scenario: string) => ['scenarios', scenario, 'remembered'],
};

export const useTemplateRelease = (scenario: string) =>
  useQuery({
    queryKey: keys.release(scenario),
    queryFn: ({ client, signal }) => signedRequest<TemplateReleasePage>(client, `${at(scenario)}/template-release`, { signal }),
    staleTime: 0,
  });

/** A merge with every clone: asked for once the page stands. */
export const useReleaseForecast = (scenario: string) =>
  useQuery({
    queryKey: keys.forecast(scenario),
    queryFn: ({ client, signal }) => signedRequest<ReleaseForecast>(client, `${at(scenario)}/template-release/forecast`, { signal }),
    staleTime: 60_000,
  });

function released(client: QueryClient, scenario: string): void {
  void client.invalidateQueries({ queryKey: keys.release(scenario) });
  for (const name of ['templates', 'template', 'fleet', 'scenarios']) void client.invalidateQueries({ queryKey: [name] });
}

export function useSubmitTemplate(scenario: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TemplateReleaseSubmit) =>
      signedRequest<TemplateReleased>(client, `${at(scenario)}/template-release`, { method: 'POST', body }),
    onSuccess: () => released(client, scenario),
  });
}

export function useReviewTemplate(scenario: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TemplateReleaseReview) =>
      signedRequest<TemplateReleased>(client, `${at(scenario)}/template-release/review`, { method: 'POST', body }),
    onSuccess: () => released(client, scenario),
    onError: () => client.invalidateQueries({ queryKey: keys.release(scenario) }),
  });
}

export function useWithdrawTemplate(template: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; reason: string }) =>
      signedRequest<TemplateVersion>(client, `/templates/${encodeURIComponent(template)}/withdraw`, { method: 'POST', body }),
    onSuccess: () => {
      for (const name of ['templates', 'template', 'fleet', 'scenarios']) void client.invalidateQueries({ queryKey: [name] });
    },
  });
}

export const useTracks = () =>
  useQuery({
    queryKey: keys.tracks,
    queryFn: ({ client, signal }) => signedRequest<TrackLists>(client, '/templates/tracks', { signal }),
    staleTime: 0,
  });

export function useSaveTracks() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TrackListsSave) => signedRequest<TrackLists>(client, '/templates/tracks', { method: 'PUT', body }),
    onSuccess: (lists) => {
      client.setQueryData(keys.tracks, lists);
      void client.invalidateQueries({ queryKey: ['templates'], predicate: ({ queryKey }) => queryKey[1] !== 'tracks' });
    },
  });
}

export function usePlaceTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ template, ...body }: TemplatePlace & { template: string }) =>
      signedRequest<TemplatePlace>(client, `/templates/${encodeURIComponent(template)}/tracks`, { method: 'PUT', body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['templates'] });
      void client.invalidateQueries({ queryKey: ['template'] });
    },
  });
}

/** Where the browser fetches a release as a signed file. */
export const packageAddress = (template: string, version: number): string =>
  `/api/packages/${encodeURIComponent(template)}?version=${version}`;

export const usePackages = () =>
  useQuery({
    queryKey: keys.packages,
    queryFn: ({ client, signal }) => signedRequest<PackageDesk>(client, '/packages', { signal }),
  });

/** `file`: as it was read; whether it is a package at all is the server's to say. */
export function usePreviewPackage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: unknown) => signedRequest<PackagePreview>(client, '/packages/preview', { method: 'POST', body: file }),
  });
}

export function useImportPackage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: unknown) => signedRequest<PackageImported>(client, '/packages', { method: 'POST', body: file }),
    onSuccess: () => {
      for (const name of ['packages', 'templates', 'template', 'scenarios', 'fleet']) void client.invalidateQueries({ queryKey: [name] });
    },
  });
}

type KeyDeed = { trust: PublisherTrust } | { revoke: { fingerprint: string; reason: string } };

export function useKeyDeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: KeyDeed) => {
      if ('trust' in deed) return signedRequest<PackageDesk>(client, '/packages/keys', { method: 'POST', body: deed.trust });
      const { fingerprint, reason } = deed.revoke;
      return signedRequest<PackageDesk>(client, `/packages/keys/${fingerprint}/revoke`, { method: 'POST', body: { reason } });
    },
    onSuccess: (desk) => client.setQueryData(keys.packages, desk),
  });
}

export const useRemembered = (scenario: string) =>
  useQuery({
    queryKey: keys.remembered(scenario),
    queryFn: ({ client, signal }) => signedRequest<RememberedChoice[]>(client, `${at(scenario)}/remembered-choices`, { signal }),
    staleTime: 0,
  });

/** Without `take` the choice is forgotten: the next upgrade asks again. */
export function useRemember(scenario: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { key: string; take?: RememberedChoice['take'] }) =>
      signedRequest<RememberedChoice[]>(client, `${at(scenario)}/remembered-choices`, { method: 'PUT', body }),
    onSuccess: (list) => {
      client.setQueryData(keys.remembered(scenario), list);
      void client.invalidateQueries({ queryKey: ['scenarios', scenario], predicate: ({ queryKey }) => queryKey[2] !== 'remembered' });
    },
  });
}
