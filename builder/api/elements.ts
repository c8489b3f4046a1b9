/** The field standard of the region: data elements, and where something is collected already. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ElementImport, ElementImportAnswer } from '../../schemas/generated/api.ts';
import type { DataElement, Text, ValueType } from '../../schemas/generated/documents.ts';
import { request } from './client.ts';

export interface ElementRow {
  id: string;
  element: DataElement;
  department?: string;
  departmentName?: Text;
  retired: boolean;
  /** How many forms and scenarios use it. */
  forms: number;
  scenarios: number;
}
export interface Collected {
  kind: 'form' | 'scenario';
  id: string;
  name: Text;
  departmentName: Text;
  label: Text;
  element?: string;
  type: ValueType;
  subject: string;
  subjectName?: Text;
  live: boolean;
  likeness: number;
}
export interface Similar {
  elements: (ElementRow & { likeness: number })[];
  collected: Collected[];
}

/** Elements by Chinese, English, pinyin, initials or key; best first. */
export const useElements = (q: string) =>
  useQuery({
    queryKey: ['elements', q],
    queryFn: () => request<{ rows: ElementRow[]; total: number }>(`/elements?limit=60&q=${encodeURIComponent(q)}`),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export interface SimilarQuery {
  label: string;
  subject?: string;
  /** The form being designed: what it asks itself is left out. */
  form?: string;
  scenario?: string;
}

export const similarKey = (query: SimilarQuery) => ['elements', 'similar', query] as const;
export const findSimilar = (query: SimilarQuery) => request<Similar>('/elements/similar', { method: 'POST', body: query });

export const elementKey = (id: string) => ['elements', 'one', id] as const;
export const getElement = (id: string) => request<ElementRow>(`/elements/${encodeURIComponent(id)}`);

export interface ElementFilter {
  q: string;
  department: string;
  offset: number;
}
export const elementsPageSize = 50;

/** A page of the field standard. */
export const useElementList = ({ q, department, offset }: ElementFilter) => {
  const query = new URLSearchParams({ limit: String(elementsPageSize), offset: String(offset), q });
  if (department) query.set('department', department);
  return useQuery({
    queryKey: ['elements', 'list', q, department, offset],
    queryFn: () => request<{ rows: ElementRow[]; total: number }>(`/elements?${query}`),
    placeholderData: keepPreviousData,
  });
};

/** Where the same rows are downloaded from. */
export function elementsFile(format: 'xlsx' | 'json', { q, department }: Pick<ElementFilter, 'q' | 'department'>): string {
  const query = new URLSearchParams({ ...(q ? { q } : {}), ...(department ? { department } : {}) });
  return `/api/elements/export/${format}${query.size > 0 ? `?${query}` : ''}`;
}

/** Looks at a file, or takes it in. */
export function useImportElements() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ElementImport) => request<ElementImportAnswer>('/elements/import', { method: 'POST', body }),
    onSuccess: (_answer, { apply }) => (apply ? client.invalidateQueries({ queryKey: ['elements'] }) : undefined),
  });
}
