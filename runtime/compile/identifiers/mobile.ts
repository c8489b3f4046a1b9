/** True for a normalised mobile number of mainland China: eleven digits, the second from 3 to 9. */
export function isMobile(value: string): boolean {
  return /^1[3-9]\d{9}$/.test(value);
}
