/** Address of the public check that the QR code of a document holds. */
export function verifyUrl(publicUrl: string, number: string, checkCode: string): string {
  return `${publicUrl}/api/verify/${encodeURIComponent(number)}?code=${encodeURIComponent(checkCode)}`;
}
