/** Problems by the step (or edge) they belong to, and the place on screen where each one is solved. */
import type { Finding, ScenarioPackage } from '../../runtime/compile/plan.ts';

/** Node id of the step on which a finding is shown; undefined when it belongs to no step. */
export function stepOfFinding(pkg: ScenarioPackage, finding: Finding): string | undefined {
  const { scenario } = pkg;
  const [root, map, id] = finding.path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root !== 'scenario' || !id) return undefined;
  const using = (test: (node: ScenarioPackage['scenario']['nodes'][string]) => boolean) =>
    Object.entries(scenario.nodes).find(([, node]) => test(node))?.[0];
  switch (map) {
    case 'nodes':
      return scenario.nodes[id] ? id : undefined;
    case 'edges':
      return scenario.edges[id]?.from;
    case 'tables':
      return using((n) => n.kind === 'decision' && n.table === id);
    case 'scripts':
      return using((n) => n.kind === 'script' && n.script === id);
    case 'notifications':
      return using((n) => n.kind === 'notify' && n.notification === id);
    case 'outcomes':
      return using((n) => n.kind === 'issue' && n.outcome === id);
    case 'data':
      return using((n) => (n.kind === 'data' && n.data === id) || (n.kind === 'fill' && (n.prefill ?? []).includes(id)));
    default:
      return undefined;
  }
}

export function findingsByElement(pkg: ScenarioPackage, findings: readonly Finding[]): Map<string, Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const finding of findings) {
    const step = stepOfFinding(pkg, finding);
    if (step) map.set(step, [...(map.get(step) ?? []), finding]);
  }
  return map;
}

/** Address (below the scenario's pages) that opens the exact place of a finding. `entry` names the setting to focus. */
export function addressOfFinding(pkg: ScenarioPackage, finding: Finding): string {
  const parts = finding.path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [root, map, id, ...rest] = parts;
  const step = stepOfFinding(pkg, finding);
  if (step) {
    const entry = map === 'edges' ? `edge-${id}` : map === 'nodes' ? rest[0] : (rest[0] ?? map);
    return `flow?step=${encodeURIComponent(step)}${entry ? `&entry=${encodeURIComponent(entry)}` : ''}`;
  }
  if (root === 'forms' && map) {
    const field = id === 'fields' ? rest[0] : undefined;
    return `forms/${encodeURIComponent(map)}${field ? `?field=${encodeURIComponent(field)}` : ''}`;
  }
  if (root === 'scenario' && (map === 'clocks' || map === 'items') && id)
    return `flow?panel=limits&entry=${encodeURIComponent(`${map}-${id}`)}`;
  if (root === 'scenario' && ['subjects', 'variables', 'audience', 'name', 'summary'].includes(map ?? '')) return 'basics';
  return 'flow?panel=scenario';
}
