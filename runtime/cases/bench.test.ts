import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCalendar } from '../cli/load.ts';
import { createScriptRunner } from '../cli/script-runner.ts';
import { compile, type ScenarioPackage } from '../compile/index.ts';
import {
  type AnswerCall,
  casesOfBoth,
  compareReports,
  driveCase,
  generateCase,
  inputsOf,
  playablePlan,
  playCases,
  replayCase,
  runCase,
  uncoveredOf,
} from './index.ts';
import { type PlayedTemplate, playTemplate } from './testing/template.ts';

let template: PlayedTemplate;
let runner: ReturnType<typeof createScriptRunner>;
let answer: AnswerCall;
beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname, '../../templates/family/newborn'));
  runner = createScriptRunner(template.plan, '330424');
  answer = runner.answer;
});
afterAll(async () => {
  await runner.close();
  await template.close();
});

const caseOf = (id: string) => template.pkg.cases[id]!;
async function changed(change: (pkg: ScenarioPackage) => void) {
  const pkg = structuredClone(template.pkg);
  change(pkg);
  const scripts = Object.fromEntries(Object.entries(template.plan.scripts).map(([id, { js }]) => [id, { js, problems: [] }]));
  const input = { calendar: await seedCalendar(), scripts };
  return { pkg, input, ...compile(pkg, input) };
}
const three = () => ['all-on-file', 'certificate-refused', 'no-father'].map(caseOf);

describe('cases played together', () => {
  it('count what passed and name what none of them reaches, first where a case could turn off', async () => {
    const report = await playCases(template.plan, three(), { answerCall: answer });
    const uncovered = uncoveredOf(template.plan, report.coverage);

    expect([report.passed, report.total]).toEqual([3, 3]);
    const near = uncovered.filter((one) => one.near).map(({ name }) => name['zh-CN']);
    expect(near).toContain('父亲同意使用电子证照：不同意');
    expect(uncovered.findIndex((one) => !one.near)).toBe(near.length);
    for (const { name, id } of uncovered) expect(name['zh-CN']).not.toContain(id);
  });

  it('are counted on every line they go along, each case once', async () => {
    const { ways, coverage } = await playCases(template.plan, three(), { answerCall: answer });
    const first = Object.entries(template.plan.scenario.edges).find(([, { from }]) => from === 'n_start')!;

    expect(ways[first[0]]).toBe(3);
    expect(Object.values(ways).every((count) => count >= 1 && count <= 3)).toBe(true);
    expect(Object.values(ways).some((count) => count < 3)).toBe(true);
    expect(coverage.edges.missing.filter((edge) => ways[edge] !== undefined)).toEqual([]);
    expect(Object.keys(ways)).toHaveLength(coverage.edges.covered);
  });

  it('are played on a draft with errors; those that pass an error fail by its name', async () => {
    const { pkg, input, plan, findings } = await changed(({ scenario }) => {
      const edge = Object.values(scenario.edges).find(({ from, on }) => from === 'n_papers' && on !== undefined)!;
      edge.to = 'n_gone';
    });

    expect(plan).toBeUndefined();
    const playable = playablePlan(pkg, findings, input)!;
    const report = await playCases(playable.plan, [caseOf('no-father'), caseOf('father-refuses-papers-accepted')], {
      answerCall: answer,
      broken: playable.broken,
    });
    expect(report.cases.map(({ passed }) => passed)).toEqual([true, false]);
  });

  it('are compared on two versions: only what goes differently is said, in names', async () => {
    const { plan } = await changed(({ scenario }) => {
      const clock = scenario.clocks!.c_case!;
      if ('days' in clock) clock.days = 3;
    });
    const tests = casesOfBoth({ 'all-on-file': caseOf('all-on-file') }, { 'born-elsewhere': caseOf('born-elsewhere') });

    const rows = compareReports(
      await playCases(template.plan, tests, { answerCall: answer }),
      await playCases(plan!, tests, { answerCall: answer }),
    );

    expect(rows.map(({ id, differences }) => [id, differences.map(({ kind }) => kind)])).toEqual([
      ['all-on-file', ['due']],
      ['born-elsewhere', ['due']],
    ]);
    expect(rows[0]!.differences[0]).toMatchObject({ before: { 'zh-CN': '2026-10-10' } });
  });
});

describe('a generated case', () => {
  it('reaches a decision, a second branch and a table row, and passes when it is played again', async () => {
    const seed = [caseOf('all-on-file')];
    const targets = [
      { kind: 'outcomes', id: 'n_cert.refuse' },
      { kind: 'outcomes', id: 'n_papers.reject' },
      { kind: 'rows', id: 't_precheck.r_old' },
      { kind: 'nodes', id: 'n_tell_expired' },
    ] as const;
    for (const target of targets) {
      const made = await generateCase({ plan: template.plan, cases: seed, target, region: '330424', answerCall: answer });

      if (!made.found) throw new Error(made.reason['zh-CN']);
      const run = await runCase(template.plan, made.test, answer);
      expect(run.problems).toEqual([]);
      expect(run.coverage[target.kind]).toContain(target.id);
    }
  });

  it('begins from nothing where the scenario has no case yet', async () => {
    const target = { kind: 'outcomes', id: 'n_cert.issue' } as const;
    const made = await generateCase({
      plan: template.plan,
      cases: [],
      target,
      region: '330424',
      elements: template.pkg.elements,
      answerCall: answer,
    });

    expect(made).toMatchObject({ found: true });
  });

  it('is not made up where no way leads: it says so', async () => {
    const { pkg, input, findings } = await changed(({ scenario }) => {
      for (const [id, edge] of Object.entries(scenario.edges)) if (edge.to === 'n_papers') delete scenario.edges[id];
    });
    const { plan } = playablePlan(pkg, findings, input)!;

    const made = await generateCase({
      plan,
      cases: [caseOf('all-on-file')],
      target: { kind: 'outcomes', id: 'n_papers.reject' },
      region: '330424',
      answerCall: answer,
      most: 40,
    });

    expect(made).toMatchObject({ found: false });
  });
});

describe('a real case replayed', () => {
  /** As the product keeps it: its state and its journal, nothing of the test. */
  const pastOf = async (id: string) => {
    const run = await runCase(template.plan, caseOf(id), answer);
    return { state: run.state, journal: run.journal };
  };
  const finished = [
    'certificate-refused',
    'born-elsewhere',
    'uninsured-mother',
    'resident-mother',
    'father-refuses-papers-rejected',
    'father-consent-expires',
  ];

  it('goes on its own version as it went, to the same decisions and dates', async () => {
    for (const id of finished) {
      const replayed = await replayCase(await pastOf(id), {
        before: template.plan,
        after: template.plan,
        answers: { before: answer, after: answer },
      });
      expect([id, replayed.verdict, replayed.why?.['zh-CN']]).toEqual([id, 'same', undefined]);
    }
  });

  it('says which dates another version would have promised, and no value of anybody', async () => {
    const { plan } = await changed(({ scenario }) => {
      const clock = scenario.clocks!.c_case!;
      if ('days' in clock) clock.days = 3;
    });
    const past = await pastOf('resident-mother');

    const replayed = await replayCase(past, { before: template.plan, after: plan!, answers: { before: answer, after: answer } });

    expect(replayed.verdict).toBe('differs');
    expect(replayed.differences.map(({ kind }) => kind)).toEqual(['due']);
    for (const { value } of Object.values(past.state.fields))
      if (typeof value === 'string' && value.length > 9) expect(JSON.stringify(replayed)).not.toContain(value);
  });

  it('that people led by hand is set apart, with the reason', async () => {
    const past = await pastOf('resident-mother');
    const journal = [...past.journal, { ...past.journal[0]!, code: 'case.jumped' }];

    const replayed = await replayCase(
      { ...past, journal },
      { before: template.plan, after: template.plan, answers: { before: answer, after: answer } },
    );

    expect(replayed).toMatchObject({ verdict: 'apart', differences: [] });
  });
});

describe('a case that goes by itself', () => {
  it('does what the case it is like does', async () => {
    for (const id of ['uninsured-mother', 'certificate-refused', 'father-refuses-papers-rejected']) {
      const driven = await driveCase({
        plan: template.plan,
        inputs: inputsOf(caseOf(id)),
        answerCall: answer,
        id: 'like',
        name: caseOf(id).name,
      });
      const run = await runCase(template.plan, caseOf(id), answer);
      expect(driven.journey.state.status).toBe(run.state.status);
      expect(driven.journey.state.outcomes).toEqual(run.state.outcomes);
    }
  });
});
