import { lazy, Suspense } from 'react';
import { useBranchWish } from '../../flow/branching/branching.ts';

const BranchEditor = lazy(async () => ({ default: (await import('./branch-editor.tsx')).BranchEditor }));

/** Stands once on the pages of a scenario; the editor itself is loaded when somebody wants to part the flow. */
export function BranchEditorPlace() {
  const wish = useBranchWish((state) => state.wish);
  return (
    wish && (
      <Suspense fallback={null}>
        <BranchEditor wish={wish} />
      </Suspense>
    )
  );
}
