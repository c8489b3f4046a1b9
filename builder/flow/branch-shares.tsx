/** How many of the kept cases go along each branch, as the last run on the saved draft found it. Without a provider nothing is said. */
import { createContext, use, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export interface BranchShares {
  state: 'none' | 'running' | 'done' | 'broken' | 'stopped';
  /** Cases that were played. */
  total: number;
  /** By line of the flow; lines no case went along are left out. */
  ways: Readonly<Record<string, number>>;
  /** The run is of the very draft on the screen. */
  current: boolean;
  /** Page of the cases. */
  to: string;
}
const Context = createContext<BranchShares | undefined>(undefined);
export const BranchSharesProvider = Context.Provider;

/** 12 个样例里 4 个走这里, in words; empty while nothing true can be said. */
export function useShareWords(): (edge: string) => string {
  const { t } = useTranslation();
  const shares = use(Context);
  return useCallback(
    (edge) => {
      if (!shares || shares.total === 0 || shares.state === 'none') return '';
      const count = shares.ways[edge];
      if (count !== undefined) return t('flow.share', { total: shares.total, count });
      // A branch drawn since the last run has no share yet: that is not none.
      return shares.state === 'done' && shares.current ? t('flow.share.none', { total: shares.total }) : '';
    },
    [shares, t],
  );
}

/** The same as a figure, 4/12, where there is no room for words. */
export function useShareFigure(): (edge: string) => string {
  const shares = use(Context);
  return useCallback(
    (edge) => {
      if (!shares || shares.total === 0 || shares.state === 'none') return '';
      const count = shares.ways[edge] ?? (shares.state === 'done' && shares.current ? 0 : undefined);
      return count === undefined ? '' : `${count}/${shares.total}`;
    },
    [shares],
  );
}

/** The share of one branch, beside its condition. */
export function BranchShareNote({ edge }: { edge: string }) {
  const words = useShareWords()(edge);
  return words ? <small className="branch-share">{words}</small> : null;
}

/** Below the branches of a split: why there is no share, or that it is being worked out anew. */
export function SplitShareNote() {
  const { t } = useTranslation();
  const shares = use(Context);
  if (!shares || (shares.state === 'done' && shares.current)) return null;
  if (shares.state === 'none' || shares.total === 0)
    return (
      <small className="split-share">
        {t('flow.share.noCases')} <Link to={shares.to}>{t('flow.share.noCases.go')}</Link>
      </small>
    );
  const key = shares.state === 'broken' || shares.state === 'stopped' ? shares.state : 'again';
  return <small className="split-share">{t(`flow.share.${key}`)}</small>;
}
