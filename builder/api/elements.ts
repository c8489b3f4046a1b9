/** The field standard of the region: data elements, and where something is collected already. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
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
