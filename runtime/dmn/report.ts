/** What became of each element of a file: nothing is dropped without a line here. */
import type { Text } from '../../schemas/generated/documents.ts';

/** `mapped`: means the same as before. `loss`: something of it is not kept, the message says what. `refused`: cannot be said here. */
export type ReportVerdict = 'mapped' | 'loss' | 'refused';
export interface ReportEntry {
  /** Local name of the XML element, or the kind of document part when exporting. */
  element: string;
  id?: string;
  name?: string;
  /** Line of the file, counted from 1. */
  line?: number;
  verdict: ReportVerdict;
  /** Where it went, for example `tables/t_level`. */
  to?: string;
  message: Text;
}

export const counted = (report: readonly ReportEntry[]): Record<ReportVerdict, number> => ({
  mapped: report.filter(({ verdict }) => verdict === 'mapped').length,
  loss: report.filter(({ verdict }) => verdict === 'loss').length,
  refused: report.filter(({ verdict }) => verdict === 'refused').length,
});
