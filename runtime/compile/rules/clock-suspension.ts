import { suspensionWords } from '../../calendar/index.ts';
import { at, en, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Steps that stop no limit, limits that restart after what does not stop them, papers that refuse without an article. */
export const clockSuspension: Rule = (model) => [...steps(model), ...restarts(model), ...papers(model)];

function steps({ pkg }: Model): Finding[] {
  const { nodes, clocks = {} } = pkg.scenario;
  return Object.entries(nodes).flatMap(([id, node]) => {
    const reason = 'suspends' in node ? node.suspends : undefined;
    if (reason === undefined || Object.values(clocks).some((clock) => (clock.suspendedBy ?? []).includes(reason))) return [];
    const words = suspensionWords(reason);
    return [
      warning(
        'suspends-nothing',
        at('nodes', id, 'suspends'),
        `${zh(node.name)}会停钟（${words['zh-CN']}），但没有一项时限写明可以因此停钟：请在时限里加上，或去掉这一步的停钟。`,
        `${en(node.name)} stops limits (${words.en}), but no limit names that reason: add it to a limit, or remove it from the step.`,
      ),
    ];
  });
}

function restarts({ pkg }: Model): Finding[] {
  return Object.entries(pkg.scenario.clocks ?? {}).flatMap(([id, clock]) =>
    (clock.restartedBy ?? [])
      .filter((reason) => !(clock.suspendedBy ?? []).includes(reason))
      .map((reason) => {
        const words = suspensionWords(reason);
        return warning(
          'restart-without-stop',
          at('clocks', id, 'restartedBy'),
          `时限${zh(clock.name)}写明「${words['zh-CN']}」后重新计算，却不因此停钟：请把它加到停钟的情形里。`,
          `The limit ${en(clock.name)} runs anew after “${words.en}”, but is not stopped by it: add it to what stops the limit.`,
        );
      }),
  );
}

function papers({ pkg }: Model): Finding[] {
  const { nodes, items } = pkg.scenario;
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (!('decisions' in node)) return [];
    const basis = entry(items, node.item)?.legalBasis;
    return Object.entries(node.decisions).flatMap(([decision, { name, paper, articles = [] }]) => {
      if ((paper !== 'refusal' && paper !== 'nonAcceptance') || articles.length > 0 || basis) return [];
      return [
        warning(
          'paper-without-article',
          at('nodes', id, 'decisions', decision, 'articles'),
          `${zh(node.name)}的${zh(name)}要制作决定书，却没有可写的法律依据：请写上条文，或给事项写上依据。`,
          `${en(name)} of ${en(node.name)} makes a decision paper without any article to name: give it articles, or the matter its legal basis.`,
        ),
      ];
    });
  });
}
