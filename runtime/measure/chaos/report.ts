/** What a run came to, by moment and victim, and whether it passed. */
import type { ClientFigures } from './client.ts';
import type { Kill, Killing } from './kills.ts';
import { type Seam, seams, type Victim, victims } from './moments.ts';
import type { Verdict } from './oracle.ts';

export interface MomentRow {
  moment: Kill['moment'];
  victim: Victim;
  kills: number;
  /** Cases that were in hand, over all kills of this row. */
  cases: number;
  /** Milliseconds until the victim served again. */
  back: Spread | undefined;
  /** Milliseconds until the cases in hand moved again. */
  movedAgain: Spread | undefined;
}
interface Spread {
  median: number;
  longest: number;
}
export interface ChaosReport extends Omit<Verdict, 'movedAgainMs'>, ClientFigures {
  asked: number;
  killed: Record<Victim, number>;
  /** Named moments that were hit. */
  moments: number;
  byMoment: MomentRow[];
  missed: Record<string, number>;
  killsPerSecond: number;
  longestDueMs: number;
  seconds: number;
  passed: boolean;
}

/** A run of some length must have come to so many named moments. */
const leastMoments = 12;

export function reportOf(run: {
  verdict: Verdict;
  figures: ClientFigures;
  killing: Killing;
  asked: number;
  seconds: number;
  killingSeconds: number;
  longestDueMs: number;
}): ChaosReport {
  const { verdict, figures, killing, asked, seconds, killingSeconds, longestDueMs } = run;
  const { movedAgainMs, ...judged } = verdict;
  const { kills, missed } = killing;
  const killed = Object.fromEntries(victims.map((victim) => [victim, kills.filter((kill) => kill.victim === victim).length]));
  const moments = new Set(kills.flatMap(({ moment }) => (moment === 'random' ? [] : [moment]))).size;
  const { lost, doubled, brokenChains, stuck, jobsLeft } = judged;
  const problems = [lost, doubled, brokenChains, stuck, figures.refused].reduce((sum, list) => sum + list.length, 0) + jobsLeft;
  return {
    ...judged,
    ...figures,
    asked,
    killed: killed as Record<Victim, number>,
    moments,
    byMoment: rowsOf(kills, movedAgainMs),
    missed,
    killsPerSecond: Math.round((kills.length / killingSeconds) * 100) / 100,
    longestDueMs,
    seconds,
    passed: problems === 0 && kills.length >= asked && (asked < 100 || moments >= leastMoments),
  };
}

function rowsOf(kills: Kill[], movedAgainMs: (number | undefined)[]): MomentRow[] {
  const all = kills.map((kill, index) => ({ ...kill, movedAgainMs: movedAgainMs[index] }));
  const order = [...Object.keys(seams), 'random'];
  return [...Map.groupBy(all, ({ moment, victim }) => `${moment} ${victim}`).values()]
    .map((list) => ({
      moment: list[0]!.moment,
      victim: list[0]!.victim,
      kills: list.length,
      cases: list.reduce((sum, kill) => sum + kill.cases.length, 0),
      back: spreadOf(list.map((kill) => kill.backMs)),
      movedAgain: spreadOf(list.map((kill) => kill.movedAgainMs)),
    }))
    .toSorted((a, b) => victims.indexOf(a.victim) - victims.indexOf(b.victim) || order.indexOf(seamOf(a)) - order.indexOf(seamOf(b)));
}

const seamOf = ({ moment }: MomentRow) => moment.split('.')[0]!;

function spreadOf(values: (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  if (known.length === 0) return undefined;
  return { median: known[Math.floor(known.length / 2)]!, longest: known.at(-1)! };
}

/** For people. */
export function printed(report: ChaosReport): string {
  const { counted, acknowledged, byMoment, killed } = report;
  const all = Object.values(killed).reduce((sum, count) => sum + count, 0);
  const time = (spread: Spread | undefined) => (spread ? `${seconds(spread.median)} / ${seconds(spread.longest)}` : '');
  const rows = byMoment.map(({ moment, victim, kills, cases, back, movedAgain }) => [
    victim,
    moment,
    String(kills),
    String(cases),
    time(back),
    time(movedAgain),
    moment === 'random' ? 'whatever it was doing' : seams[seamOf({ moment } as MomentRow) as Seam],
  ]);
  const list = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.slice(0, 20).map((line) => `  ${line}`), ...(lines.length > 20 ? ['  …'] : [])];
  return [
    ...table([['victim', 'moment', 'kills', 'cases in hand', 'back (median / longest)', 'case moved again', 'what it is'], ...rows]),
    '',
    `kills                      ${all} of ${report.asked}: ${victims.map((victim) => `${killed[victim]} ${victim}`).join(', ')}; ${report.killsPerSecond} a second`,
    `named moments              ${report.moments} (${byMoment.filter((row) => row.moment !== 'random').length} with their victims)`,
    ...(Object.keys(report.missed).length > 0
      ? [
          `ordered, did not come      ${Object.entries(report.missed)
            .map(([what, times]) => `${times} × ${what}`)
            .join(', ')}`,
        ]
      : []),
    `acknowledged               ${acknowledged.starts} starts, ${acknowledged.completions} decisions, ${acknowledged.answers} answers, ${acknowledged.steps} steps, ${acknowledged.versions} versions, ${acknowledged.migrations} migrations`,
    `cases                      ${Object.entries(report.cases)
      .map(([scenario, { all: total, finished }]) => `${finished}/${total} ${scenario}`)
      .join(', ')}`,
    `each once                  ${counted.timers} timers, ${counted.messages} messages, ${counted.signals} signals, ${counted.compensations} compensations, ${counted.children} called cases, ${counted.questions} questions, ${counted.moved} cases moved to another version, ${counted.versions} versions`,
    `effects outside            ${counted.effects}, in ${counted.effectCalls} calls`,
    `requests repeated          ${report.retries} (${Object.entries(report.repeatedFor)
      .map(([reason, count]) => `${count} × ${reason}`)
      .join(', ')})`,
    `longest a job was due      ${seconds(report.longestDueMs)}`,
    `lost ${report.lost.length}, doubled ${report.doubled.length}, broken chains ${report.brokenChains.length}, stuck ${report.stuck.length}, wrongly refused ${report.refused.length}, jobs left ${report.jobsLeft}`,
    `time                       ${report.seconds} s`,
    ...list('lost', report.lost),
    ...list('doubled', report.doubled),
    ...list('broken chains', report.brokenChains),
    ...list('stuck', report.stuck),
    ...list('wrongly refused', report.refused),
    '',
    report.passed ? 'Nothing lost, nothing doubled, nothing stuck.' : 'NOT PASSED.',
  ].join('\n');
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
