/** Read-only views of a case, for api and pages. Pure. */

export { type ClockView, caseClock, clockViews } from './clock-view.ts';
export { type DeskDecision, type DeskField, type DeskView, deskViewOf, fieldsFor } from './desk.ts';
export { type ExplainedClock, type ExplainedWait, type Explanation, explainOf } from './explain.ts';
export { stepName } from './names.ts';
export { type ItemState, itemState } from './progress.ts';
export { type DataQuestion, type OpenQuestions, openQuestionsOf, type Question, type QuestionState } from './questions.ts';
export { type Todo, type TrackedItem, type Tracking, trackingOf } from './tracking.ts';
