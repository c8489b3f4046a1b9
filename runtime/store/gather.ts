/**
 * Questions that are asked again and again at the same time, such as the contract that hundreds of reads come under, are
 * asked once for all who ask before the statement begins. An answer is never older than the question: whoever asks while
 * one is under way waits for the next. This gathers, it does not cache.
 */
export function createGather<V>(): (key: string, ask: () => Promise<V>) => Promise<V> {
  const underWay = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<V>>();

  async function askAfter(key: string, before: Promise<unknown> | undefined, ask: () => Promise<V>): Promise<V> {
    await before?.catch(() => {});
    waiting.delete(key);
    const asked = ask();
    underWay.set(key, asked);
    try {
      return await asked;
    } finally {
      if (underWay.get(key) === asked) underWay.delete(key);
    }
  }

  return (key, ask) => {
    const known = waiting.get(key);
    if (known) return known;
    const answer = askAfter(key, underWay.get(key), ask);
    waiting.set(key, answer);
    return answer;
  };
}
