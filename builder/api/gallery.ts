/** The template market: what is offered, a template's page, cloning it, and what a clone has to be told of its place. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Localisation,
  LocalisationSave,
  ScenarioCreate,
  ScenarioCreated,
  TemplateDemand,
  TemplateDemandList,
  TemplateDetail,
  TemplateGallery,
  TemplatePackage,
} from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

/** `query`: q, field, track and level, as they stand in the address. */
export const useGallery = (query: string) =>
  useQuery({
    queryKey: ['templates', query],
    queryFn: ({ client, signal }) => signedRequest<TemplateGallery>(client, `/templates?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const useTemplate = (key: string) =>
  useQuery({
    queryKey: ['template', key],
    queryFn: ({ client, signal }) => signedRequest<TemplateDetail>(client, `/templates/${encodeURIComponent(key)}`, { signal }),
  });

export const useTemplatePackage = (key: string) =>
  useQuery({
    queryKey: ['template', key, 'package'],
    queryFn: ({ client, signal }) => signedRequest<TemplatePackage>(client, `/templates/${encodeURIComponent(key)}/package`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useCloneTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ScenarioCreate) => signedRequest<ScenarioCreated>(client, '/scenarios', { method: 'POST', body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['scenarios'] });
      void client.invalidateQueries({ queryKey: ['templates'] });
      void client.invalidateQueries({ queryKey: ['template'] });
    },
  });
}

export const useDemands = () =>
  useQuery({
    queryKey: ['templates', 'demands'],
    queryFn: ({ client, signal }) => signedRequest<TemplateDemandList>(client, '/templates/demands', { signal }),
  });

export function useDemand() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { words?: string; note: string }) =>
      signedRequest<TemplateDemand>(client, '/templates/demands', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates', 'demands'] }),
  });
}

const sheet = (id: string) => ['scenarios', id, 'localisation'];

export const useLocalisation = (id: string) =>
  useQuery({
    queryKey: sheet(id),
    queryFn: ({ client, signal }) => signedRequest<Localisation>(client, `/scenarios/${encodeURIComponent(id)}/localisation`, { signal }),
    staleTime: 0,
  });

export function useLocalise(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LocalisationSave) =>
      signedRequest<Localisation>(client, `/scenarios/${encodeURIComponent(id)}/localisation`, { method: 'PUT', body }),
    onSuccess: (page) => {
      client.setQueryData(sheet(id), page);
      void client.invalidateQueries({ queryKey: ['scenarios', id], predicate: ({ queryKey }) => queryKey[2] !== 'localisation' });
    },
  });
}
