import { useQuery } from '@tanstack/react-query';
import type { DataElement, DataResource, Text } from '../../schemas/generated/documents.ts';
import { request } from './client.ts';

export type CatalogueElement = DataElement & { id: string; owner?: Text };
export interface CatalogueDepartment {
  code: string;
  name: Text;
  hue?: number;
}

export const useCatalogueElements = (q: string) =>
  useQuery({
    queryKey: ['catalogue', 'elements', q],
    queryFn: () => request<CatalogueElement[]>(`/catalogue/elements?q=${encodeURIComponent(q)}`),
    placeholderData: (before) => before,
  });
export const useCatalogueResources = () =>
  useQuery({ queryKey: ['catalogue', 'resources'], queryFn: () => request<DataResource[]>('/catalogue/resources') });
export const useCatalogueDepartments = () =>
  useQuery({
    queryKey: ['catalogue', 'departments'],
    queryFn: () => request<CatalogueDepartment[]>('/catalogue/departments'),
    staleTime: 60_000,
  });
