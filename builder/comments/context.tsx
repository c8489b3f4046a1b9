/** Comments of the open scenario, known to every page of it; without a provider (a scenario that is only looked at) there are none. */
import { createContext, type ReactNode, use, useMemo } from 'react';
import type { DraftComment } from '../../schemas/generated/api.ts';
import { useComments } from '../api/together.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import { useAddress } from '../ui/use-address.ts';
import { type CommentPlace, keyOfPlace, openByPlace } from './places.ts';

interface CommentsState {
  rows: readonly DraftComment[] | undefined;
  error: Error | null;
  retry(): void;
  open: ReadonlyMap<string, number>;
  /** Conversations of the whole scenario that wait. */
  waiting: number;
  /** Shows what is said about a place, or (no place) everything. */
  show(place?: CommentPlace): void;
  hide(): void;
}
const Context = createContext<CommentsState | undefined>(undefined);

export function CommentsProvider({ children }: { children: ReactNode }) {
  const { id } = useScenarioSession();
  const { data: rows, error, refetch } = useComments(id);
  const [, change] = useAddress();
  const open = useMemo(() => openByPlace(rows ?? []), [rows]);
  const state = useMemo(
    (): CommentsState => ({
      rows,
      error: rows === undefined ? error : null,
      retry: () => void refetch(),
      open,
      waiting: [...open.values()].reduce((sum, count) => sum + count, 0),
      show: (place) => change({ comment: undefined, comments: place ? keyOfPlace(place) : 'all' }),
      hide: () => change({ comment: undefined, comments: undefined }),
    }),
    [rows, error, refetch, open, change],
  );
  return <Context value={state}>{children}</Context>;
}

export const useCommentsState = (): CommentsState | undefined => use(Context);
