/** Files of rows for batch resources: begun, sent in pieces, read by the worker, and what it refused. */
import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportFields, ImportList, ImportPreview, ImportView } from '../../schemas/generated/api.ts';
import type { FileShape } from '../../schemas/generated/documents.ts';
import { problemOf, request } from './client.ts';
import { signedRequest } from './tasks.ts';

/** `query`: region, resource and page. */
export function useImports(query: string) {
  return useQuery({
    queryKey: ['imports', query],
    queryFn: ({ client, signal }) => signedRequest<ImportList>(client, `/imports?${query}`, { signal }),
    placeholderData: keepPreviousData,
    // A running import moves by itself; a list at rest is not asked for again.
    refetchInterval: (found) => (found.state.data?.rows.some((row) => moving.has(row.state)) ? 2000 : false),
  });
}

const moving = new Set<string>(['waiting', 'running']);

export function useImport(id: string) {
  return useQuery({
    queryKey: ['import', id],
    queryFn: ({ client, signal }) => signedRequest<ImportView>(client, `/imports/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (found) => (found.state.data && moving.has(found.state.data.state) ? 1000 : false),
  });
}

export function useImportFields(resource: string | undefined) {
  return useQuery({
    queryKey: ['import-fields', resource],
    enabled: resource !== undefined && resource !== '',
    queryFn: ({ client, signal }) =>
      signedRequest<ImportFields>(client, `/imports/fields?resource=${encodeURIComponent(resource!)}`, { signal }),
  });
}

export interface PreviewAsked {
  resource?: string;
  fileName: string;
  format: FileShape['format'];
  encoding?: FileShape['encoding'];
  sheet?: string;
  /** The beginning of the file, base64. */
  head: string;
}

export function usePreviewImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PreviewAsked) => signedRequest<ImportPreview>(client, '/imports/preview', { method: 'POST', body }),
  });
}

export interface ImportBegin {
  resource: string;
  fileName: string;
  bytes: number;
  file: FileShape;
  mode: 'replace' | 'merge';
  commandId: string;
}

export function useStartImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportBegin) => signedRequest<ImportView>(client, '/imports', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
}

export function useCancelImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => signedRequest<ImportView>(client, `/imports/${encodeURIComponent(id)}/cancel`, { method: 'POST', body: {} }),
    onSuccess: (view) => {
      client.setQueryData(['import', id], view);
      void client.invalidateQueries({ queryKey: ['imports'] });
    },
  });
}

/** One piece, and the largest the server takes. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Sends a file from where the server stands. A piece that was sent twice, or another window that sent it, is told by the
 * server's own count; three failures in a row end it, and the same file goes on from there later.
 */
export async function sendFile(client: QueryClient, view: ImportView, file: Blob, told: (view: ImportView) => void): Promise<ImportView> {
  let at = view.received;
  let last = view;
  let failures = 0;
  while (at < file.size) {
    try {
      last = await sendPiece(view.id, at, file.slice(at, at + pieceBytes));
      client.setQueryData(['import', view.id], last);
      told(last);
      at = last.received;
      failures = 0;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 409 && typeof problem.received === 'number') {
        at = problem.received;
        failures += 1;
      } else if (problem.status === 0 || problem.status >= 500) failures += 1;
      else throw error;
      if (failures >= 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 800 * failures));
    }
  }
  return last;
}

async function sendPiece(id: string, offset: number, piece: Blob): Promise<ImportView> {
  return request<ImportView>(`/imports/${encodeURIComponent(id)}/content?offset=${offset}`, { method: 'PUT', bytes: piece });
}
