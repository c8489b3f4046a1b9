/**
 * Cases of a county as years of work leave them: most are done, some wait at a desk, some for the applicant. Each goes
 * through the engine and the store like any other, in one burst with the times at which people did it.
 */
import { uuidv7 } from 'uuidv7';
import type { ScenarioPackage } from '../../compile/plan.ts';
import type { Actor, Command } from '../../engine/types.ts';
import { idCheckDigit, randomFrom, shiftDate } from '../../outside/people.ts';
import type { LoadedPlan } from '../../services/plans.ts';
import type { RunBurst } from '../../services/run-burst.ts';
import { deskNode, valuesOf } from './packages.ts';
import type { CountyService } from './services.ts';

export interface CaseSeed {
  region: string;
  /** Ids of the officers by department. */
  officers: Map<string, Actor>;
  /** Local date of today; cases were begun in the 180 days before it. */
  today: string;
  seed: number;
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹'];
const given = [...'安宁晓明文静建国丽娟志强秀英海燕雨泽子涵佳怡浩然思源嘉树清和雅琴春晖立新'];

const days = 180;

/** Begins one case and takes it as far as it got. The number decides who, when and how far; false when it is there already. */
export async function seedCase(
  runBurst: RunBurst,
  {
    service,
    pkg,
    loaded,
    number,
    region,
    officers,
    today,
    seed,
  }: CaseSeed & { service: CountyService; pkg: ScenarioPackage; loaded: LoadedPlan; number: number },
): Promise<boolean> {
  const random = randomFrom(seed * 1_000_003 + number);
  const person = makePerson(random, number);
  const began = shiftDate(today, -Math.floor(random() * days));
  const caseId = uuidv7();
  const account = uuidv7();
  const applicant: Actor = { kind: 'citizen', id: account, name: person.name };
  const at = timeOn(began, random);
  const commands: Command[] = [
    { id: 'start', at, actor: applicant, type: 'start', caseId, region, version: loaded.version },
    { id: 'submit', at: later(at, 5), actor: applicant, type: 'submit', values: valuesOf(pkg, person) },
    ...desksOf({ service, officers, began, today, random }),
  ];
  const { repeated } = await runBurst({ start: { loaded, account, startKey: `county:${service.id}:${number}` }, region, caseId, commands });
  return !repeated;
}

function makePerson(random: () => number, number: number) {
  const born = shiftDate('1950-01-01', Math.floor(random() * 20_000)).replaceAll('-', '');
  const first = `330424${born}${String(number % 1000).padStart(3, '0')}`;
  const pick = (of: string[]) => of[Math.floor(random() * of.length)]!;
  return {
    name: pick(surnames) + pick(given) + (random() < 0.6 ? pick(given) : ''),
    idNumber: first + idCheckDigit(first),
    mobile: `139${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
  };
}

/** What the desks did until today: the first accepts, the others follow side by side, each after its own time. */
function desksOf({
  service,
  officers,
  began,
  today,
  random,
}: {
  service: CountyService;
  officers: Map<string, Actor>;
  began: string;
  today: string;
  random: () => number;
}): Command[] {
  const accepted = shiftDate(began, 1 + Math.floor(random() * 3));
  const fate = random();
  if (accepted > today || fate < 0.04) return [];
  const by = (index: number): Actor => officers.get(service.items[index]!.department)!;
  const at = timeOn(accepted, random);
  // Tasks are counted: the form is k1, the accepting desk k2, the others follow in the order they were drawn.
  if (fate < 0.07)
    return [{ id: 'd0', at, actor: by(0), type: 'requestSupplement', taskId: 'k2', defects: [{ words: '材料不清晰，请重新提交。' }] }];
  if (fate < 0.1)
    return [{ id: 'd0', at, actor: by(0), type: 'complete', taskId: 'k2', decision: 'refuse', opinion: '不属于本县受理范围。' }];
  const commands: Command[] = [{ id: 'd0', at, actor: by(0), type: 'complete', taskId: 'k2', decision: 'agree' }];
  const others = service.items.slice(1).map((item, index) => {
    const late = random() < 0.05 ? 10 : 0;
    return { index: index + 1, on: shiftDate(accepted, 1 + late + Math.floor(random() * (item.days + 2))) };
  });
  for (const { index, on } of others.sort((a, b) => a.on.localeCompare(b.on)).filter((one) => one.on <= today))
    commands.push({
      id: deskNode(index),
      at: timeOn(on, random),
      actor: by(index),
      type: 'complete',
      taskId: `k${index + 2}`,
      decision: 'agree',
    });
  return commands;
}

/** An instant in office hours of a local date. */
function timeOn(date: string, random: () => number): string {
  return later(`${date}T01:00:00.000Z`, Math.floor(random() * 400));
}

function later(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
