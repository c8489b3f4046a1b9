/** Looking a label up in the field standard before a field of that name is born. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { findSimilar, type SimilarQuery, similarKey } from '../api/elements.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import type { KnownElement } from './duplicates.ts';

/** Nobody waits longer than this for the server before a field is added; milliseconds. */
const patience = 1200;

/** Elements of that name with who collects them; nothing when the server cannot be asked in time. */
export function useStandardLookup(form: string): (label: string, subject: string) => Promise<KnownElement[]> {
  const client = useQueryClient();
  const { id, library } = useScenarioSession();
  return useCallback(
    async (label, subject) => {
      const query: SimilarQuery = { label, subject, ...(library ? { form } : { scenario: id }) };
      const asked = client.fetchQuery({ queryKey: similarKey(query), queryFn: () => findSimilar(query), staleTime: 60_000, retry: false });
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience, undefined));
      const answer = await Promise.race([asked, late]).catch(() => undefined);
      return (answer?.elements ?? [])
        .filter((row) => !row.retired)
        .map((row) => ({
          id: row.id,
          doc: row.element,
          collectedBy: answer!.collected.filter((place) => place.element === row.id).map((place) => place.name),
        }));
    },
    [client, form, id, library],
  );
}

/** The same for several labels at once, as they are pasted; keeps what is known while more is asked. */
export function useStandardOf(form: string, labels: readonly string[], subject: string): ReadonlyMap<string, KnownElement[]> {
  const lookUp = useStandardLookup(form);
  const [known, setKnown] = useState<ReadonlyMap<string, KnownElement[]>>(new Map());
  const wanted = labels.filter((label) => !known.has(label)).join('\n');
  useEffect(() => {
    if (wanted === '') return undefined;
    let gone = false;
    const timer = setTimeout(async () => {
      const list = wanted.split('\n').slice(0, 200);
      // A few at a time: a long list must not crowd out the autosave.
      for (let i = 0; i < list.length && !gone; i += 6) {
        const part = list.slice(i, i + 6);
        const answers = await Promise.all(part.map((label) => lookUp(label, subject)));
        if (!gone) setKnown((before) => new Map([...before, ...part.map((label, at) => [label, answers[at]!] as const)]));
      }
    }, 250);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [wanted, subject, lookUp]);
  return known;
}
