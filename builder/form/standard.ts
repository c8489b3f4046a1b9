/** Looking a label up in the field standard before a field of that name is born. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { type Collected, elementKey, findSimilar, getElement, type SimilarQuery, similarKey } from '../api/elements.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import type { KnownElement } from './duplicates.ts';

/** Nobody waits longer than this for the server before a field is added; a pasted list is looked through while people read it. Milliseconds. */
const patience = { one: 1500, list: 15_000 };

/** Elements of that name with who collects them; nothing when the server cannot be asked in time. */
export function useStandardLookup(form: string, wait: number = patience.one): (label: string, subject: string) => Promise<KnownElement[]> {
  const client = useQueryClient();
  const { editor, id, library } = useScenarioSession();
  return useCallback(
    async (label, subject) => {
      const query: SimilarQuery = { label, subject, ...(library ? { form } : { scenario: id }) };
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, wait, undefined));
      const found = ask(
        client,
        query,
        (collected) => library === true || editor.state().document.scenario.subjects[collected.subject] !== undefined,
      );
      return (await Promise.race([found, late]).catch(() => undefined)) ?? [];
    },
    [client, editor, form, id, library, wait],
  );
}

/** Elements of that name, and elements that others ask for under it; `fits` says whose data can be asked for here. */
async function ask(client: QueryClient, query: SimilarQuery, fits: (collected: Collected) => boolean): Promise<KnownElement[]> {
  const fresh = { staleTime: 60_000, retry: false } as const;
  const answer = await client.fetchQuery({ queryKey: similarKey(query), queryFn: () => findSimilar(query), ...fresh });
  const named = answer.elements
    .filter((row) => !row.retired)
    .map((row): KnownElement => {
      const places = answer.collected.filter((place) => place.element === row.id);
      return { id: row.id, doc: row.element, collectedBy: places.map((place) => place.name) };
    });
  // The best place with an element is enough: one question is offered, not a choice of ten.
  const place = answer.collected.find((one) => one.element !== undefined && one.subjectName !== undefined && fits(one));
  if (!place?.element || !place.subjectName) return named;
  const { element: id, label, subject, subjectName, name } = place;
  const row = await client.fetchQuery({ queryKey: elementKey(id), queryFn: () => getElement(id), ...fresh }).catch(() => undefined);
  if (!row || row.retired) return named;
  return [...named, { id, doc: row.element, collectedBy: [name], asked: { label, subject, subjectName } }];
}

/** The same for several labels at once, as they are pasted; keeps what is known while more is asked. */
export function useStandardOf(
  form: string,
  labels: readonly string[],
  subject: string,
): { known: ReadonlyMap<string, KnownElement[]>; looking: boolean } {
  const lookUp = useStandardLookup(form, patience.list);
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
  return { known, looking: wanted !== '' };
}
