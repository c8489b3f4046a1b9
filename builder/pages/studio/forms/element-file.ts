/** A chosen file of data elements, as the server takes it. */

/** Bytes; as base64 it stays within the size of a request. */
export const mostFileBytes = 8 * 1024 * 1024;

export function elementFormatOf(name: string): 'xlsx' | 'json' | undefined {
  const ending = /\.(xlsx|json)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === 'xlsx' || ending === 'json' ? ending : undefined;
}

export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
