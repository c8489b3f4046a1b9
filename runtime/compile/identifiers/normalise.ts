/** Full-width ASCII (１２３Ａ－) to plain ASCII, the ideographic space to a plain one. */
export function halfWidth(value: string): string {
  if (!/[！-～\u3000]/.test(value)) return value;
  return value.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ');
}

/** An identifier as people type it: no spaces or hyphens of any kind, plain ASCII, upper case. */
export function compactIdentifier(value: string): string {
  return halfWidth(value)
    .replace(/[\s\-\u2010-\u2015\u2212\u200b\ufeff]/g, '')
    .toUpperCase();
}

/** A mobile number without country code, spaces or hyphens. */
export function compactMobile(value: string): string {
  return compactIdentifier(value).replace(/^(\+86|0086)(?=\d{11}$)/, '');
}
