/** Who is named in words with an @, and words cut where names begin and end. */
export interface Nameable {
  id: string;
  name: string;
}

/** What stands behind the @: the name, with the department where two people bear the same one. */
export function handleOf(person: Nameable & { department?: string }, all: readonly Nameable[]): string {
  const alone = all.filter(({ name }) => name === person.name).length === 1;
  const handle = alone || !person.department ? person.name : `${person.name}（${person.department}）`;
  return handle.replaceAll(/\s+/g, '');
}

/** Everybody whose handle follows an @; of two that fit the longer one is meant. */
export function namedIn<T extends { handle: string }>(words: string, people: readonly T[]): T[] {
  const longest = people.toSorted((a, b) => b.handle.length - a.handle.length);
  const found = new Set<T>();
  for (const part of words.split('@').slice(1)) {
    const person = longest.find(({ handle }) => part.startsWith(handle));
    if (person) found.add(person);
  }
  return [...found];
}

/** Words in pieces: names with their @, and what stands between them. `names`: of those who were named. */
export function piecesOf(words: string, names: readonly string[]): { words: string; name: boolean }[] {
  const longest = names.map((name) => `@${name.replaceAll(/\s+/g, '')}`).sort((a, b) => b.length - a.length);
  const pieces: { words: string; name: boolean }[] = [];
  let plain = '';
  for (let at = 0; at < words.length; ) {
    const name = longest.find((one) => words.startsWith(one, at));
    if (name) {
      if (plain) pieces.push({ words: plain, name: false });
      pieces.push({ words: name, name: true });
      plain = '';
      at += name.length;
    } else {
      plain += words[at];
      at += 1;
    }
  }
  return plain ? [...pieces, { words: plain, name: false }] : pieces;
}
