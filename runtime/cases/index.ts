/** Case tests: journeys through a plan without server, database or outside world. Pure; the builder rehearses with it. */
export { askedPaths } from './asked.ts';
export { type CoverageReport, type CoverageShare, coverageOf, coverageReport } from './coverage.ts';
export { withDefaults } from './defaults.ts';
export { checkExpectations, departmentsOf } from './expectations.ts';
export { type ApplicantFigures, applicantFigures, type FigureReason, type Sources, type Supply } from './figures.ts';
export { type Act, type Journey, startJourney } from './journey.ts';
export { runCase } from './run-case.ts';
export { signInPaths } from './sign-in.ts';
export type { AnswerCall, CaseProblem, CaseRun, Coverage, Sent, TraceEntry } from './types.ts';
