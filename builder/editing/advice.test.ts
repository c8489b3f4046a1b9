import { describe, expect, it } from 'vitest';
import { adviceFor } from './advice.ts';
import { samplePackage } from './testing/package.ts';

function withoutLimit(change: (pkg: ReturnType<typeof samplePackage>) => void = () => undefined) {
  const pkg = samplePackage();
  for (const [id, node] of Object.entries(pkg.scenario.nodes)) {
    if (node.kind === 'task') Object.assign(node, { dueDays: 2 });
    if (id === 'n_police' && node.kind === 'task') {
      delete node.dueDays;
      delete node.item;
    }
  }
  change(pkg);
  return adviceFor(pkg).map(({ code, path, severity }) => `${severity} ${code} ${path}`);
}

describe('advice', () => {
  it('[32] names the step that has no limit, at the place where it is written', () => {
    expect(withoutLimit()).toEqual(['warning step-without-limit scenario/nodes/n_police/dueDays']);
  });

  it('is silent when a matter promises days, or a limit begins at the step', () => {
    const matter = withoutLimit(({ scenario }) => Object.assign(scenario.nodes.n_police!, { item: 'certificate' }));
    const clock = withoutLimit(({ scenario }) => {
      scenario.clocks = { k: { name: { 'zh-CN': '限期' }, kind: 'promised', days: 3, starts: 'n_police' } as never };
    });

    expect([matter, clock]).toEqual([[], []]);
  });
});
