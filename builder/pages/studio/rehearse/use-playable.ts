import { useMemo } from 'react';
import { type PlayablePlan, playablePlan } from '../../../../runtime/cases/index.ts';
import { useChecks, useDocument } from '../../../editing/react/session.tsx';
import { workdays } from '../open-editing.ts';

/** The plan to rehearse with: problems elsewhere in the draft do not stop it. Nothing when too much is missing. */
export function usePlayable(): PlayablePlan | undefined {
  const document = useDocument();
  const { plan, findings, document: checked } = useChecks();
  return useMemo(() => {
    if (plan && checked === document) return { plan, broken: {} };
    // Whether data may be read is looked at when it is published; here samples answer.
    return playablePlan(document, findings, { calendar: workdays, rights: 'atRead' }) ?? (plan && { plan, broken: {} });
  }, [document, plan, findings, checked]);
}
