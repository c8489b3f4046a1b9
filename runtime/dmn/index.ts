/** DMN models in and out. See README.md. */
export { type DmnExport, exportDmn } from './export.ts';
export { type DmnImport, importDmn, NotDmn } from './import.ts';
export { counted, type ReportEntry, type ReportVerdict } from './report.ts';
