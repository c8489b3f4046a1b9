/** To whom work can be given in a case: the scenario's departments that have officers in the region. */
import type { DeskChoice, DeskOption } from '../../../schemas/generated/api.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Desk, Task } from '../../engine/types.ts';
import { type Colleague, listColleagues } from '../../store/absences.ts';
import { InvalidError } from '../errors.ts';
import { departmentName } from './form-view.ts';
import type { CaseParts } from './parts.ts';

/** Departments of the scenario in their order, each with its officers. */
export async function deskOptions(parts: CaseParts, plan: Plan, region: string): Promise<DeskOption[]> {
  const colleagues = await listColleagues(parts.store, region);
  return Object.entries(plan.scenario.departments)
    .sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1))
    .map(([department]) => ({
      department,
      name: departmentName(plan, department),
      people: colleagues.filter((one) => one.department === department).map(({ id, name }) => ({ id, name })),
    }));
}

/** The desk a choice means; a person must be an officer there, with the role the step asks for. */
export async function deskOf(
  parts: CaseParts,
  { region, scenario, task }: { region: string; scenario: string; task?: Task },
  choice: DeskChoice,
): Promise<Desk> {
  const { department, person } = choice;
  if (person === undefined) return { department };
  const found = (await listColleagues(parts.store, region)).find((one) => one.id === person && one.department === department);
  if (!found) throw new InvalidError('desk.person_unknown');
  if (task && !hasPost(found, scenario, task)) throw new InvalidError('desk.person_without_role');
  return { department, person: { id: found.id, name: found.name } };
}

/** The role counts where the step is done; elsewhere the desk decides who does it. */
function hasPost({ posts, department }: Colleague, scenario: string, task: Task): boolean {
  return !task.role || task.department !== department || posts === null || posts.includes(`${scenario}/${task.role}`);
}
