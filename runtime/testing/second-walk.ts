/** What of a test run is walked a second time, and what then counts. */
import path from 'node:path';

/** The parts of vitest's JSON report that are read. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/** More than these at once are no accident. */
const accidents = 3;

/** Files of browser errands that failed, relative to `root`; none when anything else failed as well, or too many. */
export function errands({ testResults }: Report, root: string): string[] {
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => path.relative(root, name));
  const walked = failed.filter((file) => file.split(path.sep).join('/').startsWith('builder/e2e/'));
  return walked.length === failed.length && walked.length <= accidents ? walked : [];
}

/** The first report with the files of the later one in place of their own. */
export function merged(first: Report, later: Report): Report {
  const testResults = first.testResults.map((file) => later.testResults.find(({ name }) => name === file.name) ?? file);
  const counted = (wanted: string) =>
    testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === wanted).length;
  return { ...first, testResults, numPassedTests: counted('passed'), numFailedTests: counted('failed') };
}
