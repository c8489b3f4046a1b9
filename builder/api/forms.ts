/** The form library of the departments: drafts, review, release, versions, and who uses a form. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Finding } from '../../runtime/compile/plan.ts';
import type { DataElement, Form, Text } from '../../schemas/generated/documents.ts';
import { request } from './client.ts';

export type FormStatus = 'draft' | 'review' | 'returned' | 'released' | 'withdrawn';
export interface FormRow {
  id: string;
  region: string;
  department: string;
  departmentName: Text;
  name: Text;
  status: FormStatus;
  fields: number;
  draft: { rev: number; editedBy: string; editedAt: string; changed: boolean; errors: number; warnings: number };
  live?: { version: number; hash: string; publishedAt: string };
  /** Scenarios that use it. */
  usedIn: number;
}
export interface FormDraft {
  id: string;
  region: string;
  department: string;
  departmentName: Text;
  name: Text;
  status: FormStatus;
  rev: number;
  form: Form;
  elements: Record<string, DataElement>;
  editedBy: string;
  editedAt: string;
  live?: { version: number; hash: string; publishedAt: string };
  changed: boolean;
  may: { edit: boolean; submit: boolean; recall: boolean; release: boolean; return: boolean; withdraw: boolean };
  review?: { submittedBy: string; submittedAt: string; notes: string; mapping?: Record<string, string> };
  remarks?: { text: string; by: string; at: string };
  withdrawn?: { by: string; at: string; reason: string };
}
export type Level = 'compatible' | 'attention' | 'breaking';
export interface FieldVerdict {
  field: string;
  label: Text;
  change: 'added' | 'addedRequired' | 'removed' | 'moved' | 'type' | 'codes' | 'required';
  level: Level;
  why: Text;
  mappedTo?: string;
  readBy?: { kind: string; name: Text }[];
}
export interface ScenarioImpact {
  scenario: string;
  name: Text;
  draft: boolean;
  live?: { version: number; formVersion?: number };
  running: number;
  level: Level;
  verdicts: FieldVerdict[];
}
export interface FormImpact {
  breaking: boolean;
  fields: FieldVerdict[];
  scenarios: ScenarioImpact[];
  running: number;
}
export interface FormVersion {
  version: number;
  hash: string;
  publishedAt: string;
  publishedBy: string;
  submittedBy?: string;
  notes: string;
  live: boolean;
}
export interface FormFilter {
  department?: string;
  q?: string;
  status?: FormStatus;
  offset?: number;
}

const at = (id: string) => `/forms/${encodeURIComponent(id)}`;
const post = <T>(path: string, body: unknown) => request<T>(path, { method: 'POST', body });

export const useForms = (filter: FormFilter) => {
  const query = new URLSearchParams({ limit: '50' });
  for (const [key, value] of Object.entries(filter)) if (value !== undefined && value !== '') query.set(key, String(value));
  return useQuery({
    queryKey: ['forms', filter],
    queryFn: () => request<{ rows: FormRow[]; total: number }>(`/forms?${query}`),
    placeholderData: keepPreviousData,
  });
};
export const getForm = (id: string) => request<FormDraft>(at(id));
export const useForm = (id: string | undefined) =>
  useQuery({ queryKey: ['forms', id, 'draft'], enabled: id !== undefined, queryFn: () => getForm(id!) });
/** Read once when a form is opened; from then on the editor holds the document. */
export const useFormDraft = (id: string) =>
  useQuery({ queryKey: ['forms', id, 'opened'], queryFn: () => getForm(id), gcTime: 0, staleTime: Number.POSITIVE_INFINITY });
export const putForm = (id: string, rev: number, form: Form) =>
  request<{ rev: number; savedAt: string }>(at(id), { method: 'PUT', body: { rev, form } });
export const checkForm = (id: string, form: Form, signal?: AbortSignal) =>
  request<{ findings: Finding[] }>(`${at(id)}/check`, { method: 'POST', body: { form }, signal });

export function useCreateForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { department: string; name: Text; from?: { form: string } }) => post<{ id: string }>('/forms', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
  });
}

/** Who uses the form and what the change means to them; asked anew when the draft or the mapping changes. */
export const useImpact = (id: string, rev: number, mapping: Record<string, string>) =>
  useQuery({
    queryKey: ['forms', id, 'impact', rev, mapping],
    queryFn: () => post<FormImpact>(`${at(id)}/impact`, { mapping }),
    placeholderData: keepPreviousData,
  });

export const useFormVersions = (id: string) =>
  useQuery({ queryKey: ['forms', id, 'versions'], queryFn: () => request<{ rows: FormVersion[] }>(`${at(id)}/versions`) });
export const useFormVersion = (id: string, version: number | undefined) =>
  useQuery({
    queryKey: ['forms', id, 'versions', version],
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      request<{
        version: number;
        form: Form;
        elements: Record<string, DataElement>;
        notes: string;
        publishedAt: string;
        publishedBy: string;
      }>(`${at(id)}/versions/${version}`),
  });

/** A step of the review; every answer is the form as it stands afterwards. */
export function useReviewStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, ...body }: ReviewStep) => post<unknown>(`${at(id)}/${step}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
  });
}
export type ReviewStep =
  | { step: 'submit'; rev: number; notes: string; mapping?: Record<string, string>; commandId: string }
  | { step: 'recall'; rev: number }
  | { step: 'release'; rev: number; commandId: string; opinion?: string }
  | { step: 'return'; rev: number; remarks: string }
  | { step: 'withdraw'; reason: string };

/** Takes a released version into the draft of a scenario. */
export const adoptForm = (id: string, body: { scenario: string; rev: number; version: number }) =>
  post<{ rev: number; savedAt: string }>(`${at(id)}/adopt`, body);
