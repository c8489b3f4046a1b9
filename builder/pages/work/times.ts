/** Instants as people of the county read them: Asia/Shanghai, which has been UTC+8 without summer time since 1991. */
export function localMinute(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
