/** A word that nobody else has. */
export const randomWord = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36).padStart(2, '0')).join('');

/** One window of one person: the same after a reload, or people would meet themselves. */
export const windowId = idOf();

function idOf(): string {
  const made = randomWord();
  try {
    const known = sessionStorage.getItem('lianban.page') ?? made;
    sessionStorage.setItem('lianban.page', known);
    return known;
  } catch {
    return made;
  }
}
