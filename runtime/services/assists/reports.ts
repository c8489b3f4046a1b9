/** What desks find out about registers goes to their owners, and what the owners say comes back into the case. */

import { sidesOf } from '../../engine/commands/disputes.ts';
import type { Effect } from '../../engine/types.ts';
import { listDisputes } from '../../store/disputes.ts';
import { type DisputeAnswerJob, deleteJobs, type Job } from '../../store/jobs.ts';
import { findReport, insertReport, type ReportContent } from '../../store/quality-reports.ts';
import { departmentName } from '../cases/form-view.ts';
import type { CaseParts } from '../cases/parts.ts';
import { showValue } from '../cases/show.ts';
import { CodedError } from '../errors.ts';
import { systemActor } from '../run-burst.ts';
import { contractOf } from './perform.ts';

/** Reports once per decision: the effect's id is the report's. */
export async function reportToOwner(parts: CaseParts, job: Job, effect: Extract<Effect, { type: 'qualityReport' }>): Promise<void> {
  const { region, caseId } = job;
  const { stored, loaded } = await parts.runBurst.load(region, caseId);
  const { plan } = loaded;
  const use = plan.data[effect.dataUse];
  const held = stored.state.fields[effect.path];
  const sides = held && sidesOf(held);
  if (use && held?.settled && sides) {
    const [field] = Object.entries(use.provides).find(([, path]) => path === effect.path) ?? [''];
    const { name, fields, keys } = use.resourceDoc;
    const owner = (await contractOf(parts, region, use.contract))?.owner ?? use.resourceDoc.owner;
    const { by, use: used, reason, at } = held.settled;
    const asked = stored.state.fetches[effect.dataUse]?.keys ?? {};
    const applicantReason = (await listDisputes(parts.store, region, caseId))[effect.path];
    const content: ReportContent = {
      scenarioName: plan.scenario.name,
      reportedBy: await parts.regionName(region),
      ...(by.department ? { department: departmentName(plan, by.department) } : {}),
      resourceName: name,
      fieldName: fields[field]?.name ?? plan.types[effect.path]?.name ?? name,
      keys: Object.entries(asked).map(([key, value]) => ({ label: keys?.[key]?.name ?? name, shown: String(value ?? '') })),
      register: showValue(plan, effect.path, sides.register.value),
      applicant: showValue(plan, effect.path, sides.applicant),
      reason,
      ...(applicantReason ? { applicantReason } : {}),
    };
    await insertReport(parts.store, {
      region,
      case_id: caseId,
      id: effect.id,
      case_no: stored.caseNo,
      data_use: effect.dataUse,
      resource: use.resource,
      field,
      path: effect.path,
      owner_region: owner.region ?? region,
      department: owner.department,
      content,
      used,
      status: used === 'applicant' ? 'open' : 'noted',
      reported_at: at,
    });
  }
  await deleteJobs(parts.store, region, [job]);
}

/** The owner's answer into the case, where the applicant reads it; also when the case has ended. */
export async function takeOwnersAnswer(parts: CaseParts, job: Job, { report }: DisputeAnswerJob): Promise<void> {
  const { region, caseId } = job;
  const row = await findReport(parts.store, [region], caseId, report);
  if (!row || (row.status !== 'confirmed' && row.status !== 'corrected' && row.status !== 'rejected'))
    return deleteJobs(parts.store, region, [job]);
  const { status: verdict, path, words, department } = row;
  try {
    await parts.runBurst({
      region,
      caseId,
      doneJobs: [job.id],
      commandsFor: () => [
        {
          id: `report:${report}`,
          at: parts.clock(),
          actor: systemActor,
          type: 'disputeAnswered',
          path,
          verdict,
          words: words ?? '',
          department,
        },
      ],
    });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    await deleteJobs(parts.store, region, [job]);
  }
}
