import { type ReactNode, useMemo } from 'react';
import { useCaseResults } from '../../../api/bench.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { type BranchShares, BranchSharesProvider } from '../../../flow/branch-shares.tsx';

/** Tells the branches below how many of the kept cases take each; asked anew after every save. */
export function CaseShares({ children }: { children: ReactNode }) {
  const { id, autosave } = useScenarioSession();
  const kept = Object.keys(useDocument().cases).length;
  const { kind } = useSaveState();
  const rev = autosave.rev();
  const { data } = useCaseResults(id, rev);
  const current = kind === 'saved' && data?.rev === rev;
  const shares = useMemo<BranchShares | undefined>(() => {
    if (!data) return undefined;
    const { state, total, ways = {} } = data;
    return { state: kept === 0 ? 'none' : state === 'none' ? 'running' : state, total, ways, current, to: `/studio/scenes/${id}/rehearse` };
  }, [data, kept, current, id]);
  return <BranchSharesProvider value={shares}>{children}</BranchSharesProvider>;
}
