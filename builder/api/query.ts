import { QueryClient } from '@tanstack/react-query';
import { RequestError } from './client.ts';

/** Refusals are answers and are not asked again; a failed server or network is, twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && !(error instanceof RequestError && error.problem.status >= 400 && error.problem.status < 500),
        retryDelay: (count) => 400 * 2 ** count,
      },
    },
  });
}
