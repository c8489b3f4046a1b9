import type { Scenario } from '../../schemas/generated/documents.ts';

/** What the sign-in knows about the applicant; nobody types it. */
const known = ['name', 'idNumber', 'mobile', 'uscc'];

/** Paths the sign-in fills: name, ID number, mobile number (or credit code) of the applicant's subject. */
export function signInPaths(scenario: Scenario): Set<string> {
  const applicants = Object.keys(scenario.subjects).filter((id) => scenario.subjects[id]!.role === 'applicant');
  return new Set(applicants.flatMap((subject) => known.map((name) => `${subject}.${name}`)));
}
