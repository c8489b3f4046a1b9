/**
 * Who gets what answer from which route, written out. A route that is not here fails the build (access.db.test.ts), and so
 * does an answer that differs.
 *
 * The subject is one county's desk, case, draft, scenario and account; the request is well-formed. So 2xx, 400, 409 and 422
 * mean "let in": the refusal comes from the thing itself (a stale rev, a weak password). 404 hides what may not even be known;
 * 403 says that a known place is closed.
 */

/** In this order in every row. */
export const identities = [
  /** Nobody is signed in. */
  'anonymous',
  /** The citizen whose draft, case and certificate these are. */
  'applicant',
  /** Another citizen. */
  'otherApplicant',
  /** Officer of the desk that has the task. */
  'officer',
  /** Officer of the same region whose department takes no part. */
  'otherDepartment',
  /** Officer, designer and administrator of another region. */
  'otherRegion',
  'administrator',
  'designer',
  'supervisor',
] as const;
export type IdentityName = (typeof identities)[number];

type Row = readonly [number, number, number, number, number, number, number, number, number];
const everybody = (status: number): Row => [status, status, status, status, status, status, status, status, status];

export const matrix: Record<string, Row> = {
  //                                              anon  appl  other offic o.dep o.reg admin desig super
  'POST /api/session': everybody(400), // without a password
  'GET /api/session': [401, 200, 200, 200, 200, 200, 200, 200, 200],
  'DELETE /api/session': [401, 204, 204, 204, 204, 204, 204, 204, 204],

  'GET /api/regions': everybody(200),
  'GET /api/services': everybody(200),
  'GET /api/services/:region/:scenario': everybody(200),
  'POST /api/services/:region/:scenario/fit': everybody(404), // this scenario asks nothing first
  'GET /api/verify/:number': everybody(200),

  'POST /api/drafts': [401, 201, 201, 403, 403, 403, 403, 403, 403],
  'GET /api/drafts': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  'GET /api/drafts/:id': [401, 200, 404, 403, 403, 403, 403, 403, 403],
  'PUT /api/drafts/:id/consents': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'PUT /api/drafts/:id/values': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/drafts/:id/check': [401, 200, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/drafts/:id/submit': [401, 422, 404, 403, 403, 403, 403, 403, 403],
  // An officer is the window of the county; in another county the service is not there for them.
  'POST /api/cases': [401, 422, 422, 422, 422, 404, 403, 403, 403],

  'GET /api/my/cases': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  'GET /api/my/cases/:caseNo': [401, 200, 404, 403, 403, 403, 403, 403, 403],
  // Nothing is asked of the applicant now.
  'POST /api/my/cases/:caseNo/form': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/my/cases/:caseNo/supplement': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/my/cases/:caseNo/withdraw': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/my/cases/:caseNo/rating': [401, 409, 404, 403, 403, 403, 403, 403, 403],
  'GET /api/my/cases/:caseNo/documents/:id': [401, 200, 404, 403, 403, 403, 403, 403, 403],
  // The case has no paper so far: let in, and told that there is none.
  'POST /api/my/cases/:caseNo/papers/:id/acknowledge': [401, 404, 404, 403, 403, 403, 403, 403, 403],
  'GET /api/my/consents': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  // The applicant knows the case, but the consent is the other parent's to give.
  'POST /api/my/consents/:caseNo': [401, 403, 404, 403, 403, 403, 403, 403, 403],

  'GET /api/tasks': [401, 403, 403, 200, 200, 200, 403, 403, 200],
  'GET /api/tasks/:taskId': [401, 403, 403, 200, 404, 404, 403, 403, 403],
  // The task has no form.
  'POST /api/tasks/:taskId/form': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/claim': [401, 403, 403, 200, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/release': [401, 403, 403, 200, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/complete': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/supplement': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  // Handed on to a desk that the scenario does not have.
  'GET /api/tasks/:taskId/operations': [401, 403, 403, 200, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/operations': [401, 403, 403, 422, 404, 404, 403, 403, 403],
  'POST /api/tasks/:taskId/return-preview': [401, 403, 403, 200, 404, 404, 403, 403, 403],
  // The supervisor of this site is operator as well; a desk may only urge.
  'GET /api/cases/:caseNo/operations': [401, 403, 403, 403, 403, 403, 403, 403, 200],
  'POST /api/cases/:caseNo/operations': [401, 403, 403, 403, 404, 404, 403, 403, 422],
  'POST /api/cases/:caseNo/jump-preview': [401, 403, 403, 403, 403, 403, 403, 403, 200],
  // A step the case does not have.
  'GET /api/cases/:caseNo/steps': [401, 403, 403, 200, 404, 404, 403, 403, 200],
  'POST /api/cases/:caseNo/steps': [401, 403, 403, 404, 404, 404, 403, 403, 404],
  // A question that nobody put: whoever has a desk is told that there is none.
  'GET /api/assists': [401, 403, 403, 200, 200, 200, 403, 403, 200],
  'GET /api/assists/:assistId': [401, 403, 403, 404, 404, 404, 403, 403, 404],
  'POST /api/assists/:assistId/claim': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/assists/:assistId/release': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/assists/:assistId/answer': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/assists/:assistId/urge': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'GET /api/disputes': [401, 403, 403, 200, 200, 200, 403, 403, 403],
  // The field is not contested; another desk's task is not there.
  'POST /api/disputes/decide': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/disputes/:reportId/answer': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/my/cases/:caseNo/urge': [401, 200, 404, 403, 403, 403, 403, 403, 403],
  'GET /api/absences': [401, 403, 403, 200, 200, 200, 403, 403, 403],
  'POST /api/absences': [401, 403, 403, 422, 422, 403, 403, 403, 403],
  // Nobody's: whoever may ask is told that there is none.
  'POST /api/absences/:id/end': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'GET /api/cases': [401, 403, 403, 200, 200, 200, 403, 403, 200],
  'GET /api/cases/:caseNo': [401, 403, 403, 200, 404, 404, 403, 403, 200],
  'GET /api/cases/:caseNo/history': [401, 403, 403, 200, 404, 404, 403, 403, 200],
  'GET /api/cases/:caseNo/documents/:id': [401, 403, 403, 200, 404, 404, 403, 403, 403],

  'POST /api/cases/:caseNo/clocks/:clock/suspend': [401, 403, 403, 422, 404, 404, 403, 403, 403],
  'POST /api/cases/:caseNo/clocks/:clock/resume': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/cases/:caseNo/clocks/:clock/extend': [401, 403, 403, 422, 404, 404, 403, 403, 403],

  'GET /api/scenarios': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'GET /api/scenarios/:id/draft': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/scenarios/:id/draft': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'POST /api/scenarios/:id/presence': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // A comment that is not there; whoever is let in is told so.
  'GET /api/scenarios/:id/comments': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/comments': [401, 403, 403, 403, 403, 403, 403, 201, 403],
  'POST /api/scenarios/:id/comments/:comment/resolution': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'GET /api/scenarios/:id/colleagues': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/history': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // Each designer their own; the other region's is one as well.
  'GET /api/messages': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'POST /api/messages/seen': [401, 403, 403, 403, 403, 204, 403, 204, 403],
  'POST /api/scenarios/:id/check': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/types': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'POST /api/scenarios/:id/script-run': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'POST /api/scenarios/:id/script-check': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/script-rename': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/publish': [401, 403, 403, 403, 403, 403, 403, 201, 403],
  'GET /api/scenarios/:id/versions': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/versions/:version': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/readiness': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // The designer's own service: nothing is tried, planned or withdrawn, and there is no version before.
  'GET /api/scenarios/:id/release': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/release/review': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // Keepers see the part of their own department, which this release does not change; who asked does not agree for the office.
  'GET /api/release-reviews': [401, 403, 403, 200, 200, 200, 403, 200, 403],
  'GET /api/release-reviews/:region/:scenario/:part': [401, 403, 403, 404, 404, 404, 403, 200, 403],
  'POST /api/release-reviews/:region/:scenario/:part': [401, 403, 403, 404, 404, 404, 403, 403, 403],
  'POST /api/scenarios/:id/release/review/close': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/release/stop': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'POST /api/scenarios/:id/release/widen': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'POST /api/scenarios/:id/release/roll-back': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'POST /api/scenarios/:id/release/withdraw': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/release/offer-again': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // Administrators, each for their own region.
  'GET /api/release-rule': [401, 403, 403, 403, 403, 200, 200, 403, 403],
  'PUT /api/release-rule': [401, 403, 403, 403, 403, 200, 200, 403, 403],
  'GET /api/scenarios/:id/case-results': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/case-generation': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // Real cases replayed are those of the designer's own region; nobody else is let in.
  'POST /api/scenarios/:id/case-comparison': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/case-replay': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // The host of the repository is not on the list of allowed hosts.
  'GET /api/scenarios/:id/repository': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/scenarios/:id/repository': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/repository/push': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'POST /api/scenarios/:id/repository/pull': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'POST /api/scenarios/:id/whole-check': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/migrations/plan': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/migrations': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/migrations': [401, 403, 403, 403, 403, 403, 403, 201, 403],
  // No migration has this id; whoever is let in is told so.
  'GET /api/scenarios/:id/migrations/:migrationId': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/migrations/:migrationId/move': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/migrations/:migrationId/undo': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  // The scenario is the county's clone of the province's template; nothing newer was released, and no upgrade is open.
  'GET /api/scenarios/:id/upgrade': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/upgrade': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'GET /api/scenarios/:id/upgrade/desk': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'PUT /api/scenarios/:id/upgrade/decisions': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/upgrade/retarget': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/upgrade/check': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/upgrade/finish': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/upgrade/undo': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'POST /api/scenarios/:id/upgrade/give-up': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  'POST /api/scenarios/:id/upgrade/later': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'GET /api/scenarios/:id/remembered-choices': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/scenarios/:id/remembered-choices': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/upgrade/comments': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/upgrade/comments': [401, 403, 403, 403, 403, 403, 403, 201, 403],
  'GET /api/scenarios/:id/drift': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/scenarios/:id/drift/reasons': [401, 403, 403, 403, 403, 403, 403, 404, 403],
  // Everybody sees the proposals of their own regions; this change is none.
  'GET /api/proposals': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'POST /api/proposals': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'GET /api/proposals/evidence': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // No proposal has this id.
  'GET /api/proposals/:region/:proposalId': [401, 403, 403, 403, 403, 404, 403, 404, 403],
  'POST /api/proposals/:region/:proposalId/answer': [401, 403, 403, 403, 403, 404, 403, 404, 403],
  'POST /api/proposals/:region/:proposalId/withdraw': [401, 403, 403, 403, 403, 404, 403, 404, 403],
  // The province publishes the template: its counties do not see each other.
  'GET /api/templates/:template/fleet': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'GET /api/templates/:template/waves': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'PUT /api/templates/:template/waves': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'POST /api/templates/:template/waves/:version': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'GET /api/templates/:template/fleet/:region/:scenario/comments': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'POST /api/templates/:template/fleet/:region/:scenario/comments': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  // The officer keeps the department that owns the form; the other department and the other region have keepers as well.
  'GET /api/forms': [401, 403, 403, 200, 200, 200, 403, 200, 403],
  'POST /api/forms': [401, 403, 403, 409, 404, 403, 403, 403, 403],
  'GET /api/forms/:formId': [401, 403, 403, 200, 404, 404, 403, 200, 403],
  'PUT /api/forms/:formId': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/forms/:formId/check': [401, 403, 403, 200, 404, 404, 403, 200, 403],
  'POST /api/forms/:formId/impact': [401, 403, 403, 200, 404, 404, 403, 200, 403],
  'POST /api/forms/:formId/submit': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/forms/:formId/recall': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/forms/:formId/release': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/forms/:formId/return': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'POST /api/forms/:formId/withdraw': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  'GET /api/forms/:formId/versions': [401, 403, 403, 200, 404, 404, 403, 200, 403],
  // It has no version so far.
  'GET /api/forms/:formId/versions/:version': [401, 403, 403, 404, 404, 404, 403, 404, 403],
  'POST /api/forms/:formId/adopt': [401, 403, 403, 403, 403, 404, 403, 404, 403],
  // The field standard is everybody's who makes forms or data in the region; each department changes its own.
  'GET /api/elements': [401, 403, 403, 200, 200, 403, 403, 200, 200],
  'POST /api/elements': [401, 403, 403, 409, 404, 403, 403, 403, 403],
  'POST /api/elements/similar': [401, 403, 403, 200, 200, 403, 403, 200, 200],
  'POST /api/elements/import': [401, 403, 403, 200, 404, 403, 403, 403, 403],
  'GET /api/elements/export/:format': [401, 403, 403, 200, 200, 403, 403, 200, 200],
  'GET /api/elements/:elementId': [401, 403, 403, 200, 200, 403, 403, 200, 200],
  'PUT /api/elements/:elementId': [401, 403, 403, 409, 403, 403, 403, 403, 403],
  'POST /api/elements/:elementId/retire': [401, 403, 403, 409, 403, 403, 403, 403, 403],
  // Templates are everybody's who designs, of other regions too; the province that publishes this one has its own designers.
  'GET /api/templates': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'GET /api/templates/tracks': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/templates/tracks': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'GET /api/templates/demands': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'POST /api/templates/demands': [401, 403, 403, 403, 403, 403, 403, 201, 403],
  // No demand has this id.
  'POST /api/templates/demands/:demand/answer': [401, 403, 403, 403, 403, 404, 403, 404, 403],
  'GET /api/templates/:template': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'GET /api/templates/:template/package': [401, 403, 403, 403, 403, 200, 403, 200, 403],
  'PUT /api/templates/:template/tracks': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'POST /api/templates/:template/withdraw': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'GET /api/scenarios/:id/localisation': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'PUT /api/scenarios/:id/localisation': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  'GET /api/scenarios/:id/lineage': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  // A reason of spaces is none.
  'POST /api/scenarios/:id/lineage/cut': [401, 403, 403, 403, 403, 403, 403, 422, 403],
  'GET /api/scenarios/:id/template-release': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/scenarios/:id/template-release/forecast': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'POST /api/scenarios/:id/template-release': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  // Nothing is under review.
  'POST /api/scenarios/:id/template-release/review': [401, 403, 403, 403, 403, 403, 403, 409, 403],
  // The key of the installation; only administrators trust others. Nobody signed this file.
  'GET /api/packages': [401, 403, 403, 403, 403, 200, 200, 200, 403],
  'POST /api/packages': [401, 403, 403, 403, 403, 422, 422, 403, 403],
  'POST /api/packages/preview': [401, 403, 403, 403, 403, 422, 422, 403, 403],
  'POST /api/packages/keys': [401, 403, 403, 403, 403, 422, 422, 403, 403],
  'POST /api/packages/keys/:fingerprint/revoke': [401, 403, 403, 403, 403, 404, 404, 403, 403],
  'GET /api/packages/:template': [401, 403, 403, 403, 403, 403, 403, 403, 403],
  'GET /api/organisations/:department/affected': [401, 403, 403, 403, 403, 403, 200, 403, 403],
  'POST /api/organisations': [401, 403, 403, 403, 403, 403, 422, 403, 403],
  'PUT /api/organisations/:department': [401, 403, 403, 403, 403, 403, 422, 403, 403],
  'GET /api/catalogue/elements': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/catalogue/resources': [401, 403, 403, 403, 403, 403, 403, 200, 403],
  'GET /api/catalogue/departments': [401, 403, 403, 403, 403, 403, 403, 200, 403],

  'GET /api/accounts': [401, 403, 403, 403, 403, 403, 200, 403, 403],
  'POST /api/accounts': [401, 403, 403, 403, 403, 403, 422, 403, 403],
  'PATCH /api/accounts/:id': [401, 403, 403, 403, 403, 404, 422, 403, 403],
  'GET /api/roles': [401, 403, 403, 403, 403, 200, 200, 403, 403],
  'GET /api/organisations': [401, 403, 403, 403, 403, 200, 200, 200, 403],
  'GET /api/calendars': [401, 403, 403, 403, 403, 403, 200, 403, 403],
  'GET /api/calendars/:id': [401, 403, 403, 403, 403, 403, 200, 403, 403],
  'PUT /api/calendars/:id': [401, 403, 403, 403, 403, 403, 409, 403, 403],
  // The connection is the officer's department's, who keeps it; no outside is there to try.
  'GET /api/connections': [401, 403, 403, 200, 200, 403, 200, 403, 403],
  'GET /api/connections/:id': [401, 403, 403, 200, 404, 403, 200, 403, 403],
  'PUT /api/connections/:id': [401, 403, 403, 403, 403, 403, 409, 403, 403],
  'DELETE /api/connections/:id': [401, 403, 403, 403, 403, 403, 409, 403, 403],
  'PUT /api/connections/:id/secret': [401, 403, 403, 403, 403, 403, 503, 403, 403],
  'POST /api/connections/:id/test': [401, 403, 403, 503, 404, 403, 503, 403, 403],
  'GET /api/imports': [401, 403, 403, 200, 200, 403, 200, 403, 403],
  'GET /api/imports/fields': [401, 403, 403, 200, 404, 403, 200, 403, 403],
  'POST /api/imports/preview': [401, 403, 403, 503, 404, 403, 503, 403, 403],
  // A column fills no field of the resource. No import has the id.
  'POST /api/imports': [401, 403, 403, 422, 404, 403, 422, 403, 403],
  'GET /api/imports/:id': [401, 403, 403, 404, 404, 403, 404, 403, 403],
  'PUT /api/imports/:id/content': [401, 403, 403, 404, 404, 403, 404, 403, 403],
  'POST /api/imports/:id/cancel': [401, 403, 403, 404, 404, 403, 404, 403, 403],
  'GET /api/imports/:id/rejected': [401, 403, 403, 404, 404, 403, 404, 403, 403],
  'GET /api/hosts': [401, 403, 403, 403, 403, 403, 200, 403, 403],
  'PUT /api/hosts': [401, 403, 403, 403, 403, 403, 409, 403, 403],

  // Masked input, no applicants: operators (here the supervisor is one) and administrators act. No incident has this id.
  'GET /api/incidents': [401, 403, 403, 403, 403, 200, 200, 403, 200],
  'GET /api/incidents/:incidentId': [401, 403, 403, 403, 403, 404, 404, 403, 404],
  'POST /api/incidents/:incidentId/act': [401, 403, 403, 403, 403, 404, 404, 403, 404],

  // Whoever they are: the signature decides, and there is none.
  'POST /api/events/:region/:connection': everybody(401),
  'POST /api/events': [401, 403, 403, 403, 403, 403, 422, 403, 403],
  'GET /api/events/recent': [401, 403, 403, 403, 403, 403, 200, 403, 403],

  // Evidence beside the task, uploaded by its desk; nobody else knows of it. Its bytes have not come.
  'POST /api/uploads': [401, 404, 404, 201, 404, 404, 403, 403, 403],
  'POST /api/uploads/use': [401, 404, 404, 422, 404, 404, 403, 403, 403],
  'GET /api/uploads/:id': [401, 404, 404, 200, 404, 404, 403, 403, 403],
  'PATCH /api/uploads/:id': [401, 404, 404, 409, 404, 404, 403, 403, 403],
  'DELETE /api/uploads/:id': [401, 404, 404, 204, 404, 404, 403, 403, 403],
  'GET /api/uploads/:id/content': [401, 404, 404, 404, 404, 404, 403, 403, 403],
  'GET /api/uploads/:id/thumbnail': [401, 404, 404, 404, 404, 404, 403, 403, 403],
  'POST /api/my/cases/:caseNo/materials/:id': [401, 404, 404, 403, 403, 403, 403, 403, 403],
  'GET /api/cases/:caseNo/licences': [401, 403, 403, 200, 404, 404, 403, 403, 200],
  'GET /api/my/licences': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  // No licence has this id.
  'POST /api/licences/:id/revoke': [401, 403, 403, 404, 404, 404, 403, 403, 403],

  // A person's own; nothing of theirs has this id.
  'GET /api/my/data': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  'GET /api/my/data/export': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  'GET /api/my/data/paper': [401, 200, 200, 403, 403, 403, 403, 403, 403],
  'POST /api/my/data/corrections': [401, 404, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/my/data/deletions': [401, 404, 404, 403, 403, 403, 403, 403, 403],
  'POST /api/my/data/withdrawals': [401, 404, 404, 403, 403, 403, 403, 403, 403],

  // The officer keeps the data of this owner; the other department keeps another's; the supervisor is steward as well.
  'GET /api/data/resources': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'GET /api/data/resources/:resource': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'PUT /api/data/resources/:resource': [401, 403, 403, 409, 403, 403, 403, 403, 403],
  'POST /api/data/resources/:resource/publish': [401, 403, 403, 409, 403, 403, 403, 403, 403],
  'POST /api/data/resources/:resource/withdraw': [401, 403, 403, 409, 403, 403, 403, 403, 403],
  'POST /api/data/resources/:resource/try': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'GET /api/data/quality': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  // A keeper applies for scenarios their department takes part in; the other department takes part in none.
  'GET /api/data/scenarios': [401, 403, 403, 200, 200, 200, 403, 200, 403],
  'GET /api/data/applications/proposal': [401, 403, 403, 200, 403, 403, 403, 200, 403],
  'GET /api/data/applications': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  // One about the same data is under way.
  'POST /api/data/applications': [401, 403, 403, 409, 403, 403, 403, 409, 403],
  'POST /api/data/applications/pass-batch': [401, 403, 403, 403, 403, 403, 403, 403, 200],
  'GET /api/data/applications/:application': [401, 403, 403, 200, 404, 404, 403, 200, 200],
  'PUT /api/data/applications/:application': [401, 403, 403, 403, 404, 404, 403, 409, 403],
  'POST /api/data/applications/:application/actions': [401, 403, 403, 409, 404, 404, 403, 409, 409],
  'GET /api/data/grants': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'GET /api/data/grants/:grant': [401, 403, 403, 200, 404, 404, 403, 200, 200],
  'GET /api/data/grants/:grant/impact': [401, 403, 403, 200, 404, 404, 403, 200, 200],
  'POST /api/data/grants/:grant/actions': [401, 403, 403, 409, 404, 404, 403, 403, 403],
  // Who reads what is for the owner and the steward; whose scenario it is sees its own grants' reads.
  'GET /api/data/reads': [401, 403, 403, 200, 403, 403, 403, 403, 200],
  'GET /api/data/reads/export': [401, 403, 403, 200, 403, 403, 403, 403, 200],
  'GET /api/data/reads/verify': [401, 403, 403, 200, 200, 403, 403, 403, 200],
  'GET /api/data/messages': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'POST /api/data/messages/seen': [401, 403, 403, 204, 204, 204, 403, 204, 204],
  'GET /api/data/counts': [401, 403, 403, 200, 200, 200, 403, 200, 200],
  'GET /api/data/rights': [401, 403, 403, 403, 403, 403, 403, 200, 403],

  'GET /healthz': everybody(200),
  'GET /readyz': everybody(200),
  // Asked through a proxy, so that being on this machine does not count.
  'GET /metrics': [401, 403, 403, 403, 403, 200, 200, 403, 403],
  'GET /api/openapi.json': everybody(200),
};

/** What the matrix expects of one identity. */
export function expected(route: string, identity: IdentityName): number | undefined {
  return matrix[route]?.[identities.indexOf(identity)];
}
