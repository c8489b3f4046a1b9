/** Rejected rows as CSV for a spreadsheet: nothing in it is calculated when it is opened. */
import type { RejectedRow } from '../../../schemas/generated/api.ts';
import { csvText } from '../../connectors/batch/csv-text.ts';

const headings = { 'zh-CN': ['行号', '列', '原因', '内容'], en: ['Row', 'Column', 'Reason', 'Value'] } as const;

export function csvReport(rows: readonly RejectedRow[], language: 'zh-CN' | 'en'): Uint8Array {
  const lines = rows.map(({ row, column = '', words, value = '' }) => [String(row), column, words[language] ?? words['zh-CN'], value]);
  return Buffer.from(csvText([[...headings[language]], ...lines]));
}
