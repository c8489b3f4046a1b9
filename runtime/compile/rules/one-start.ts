import { at, en, error, zh } from '../finding.ts';
import { isAdHoc, rootScope } from '../graph.ts';
import type { Rule } from './rule.ts';

/** Exactly one start in the flow itself and in every block, and an end in every block; none where people start the steps. */
export const oneStart: Rule = ({ graph }) =>
  [...graph.scopes.values()]
    .filter((scope) => !isAdHoc(graph, scope.id))
    .flatMap((scope) => {
      const root = scope.id === rootScope;
      const block = graph.nodes.get(scope.id)?.doc.name;
      const where = root ? { path: 'scenario/nodes' } : at('nodes', scope.id);
      const [inZh, inEn] = root ? ['流程', 'The flow'] : [`分组${zh(block)}`, `The block ${en(block)}`];
      const missing =
        scope.starts.length > 0
          ? []
          : [error('start-missing', where, `${inZh}没有开始环节：请添加一个开始环节。`, `${inEn} has no start: add one.`)];
      const noEnd =
        scope.ends.length > 0
          ? []
          : [error('end-missing', where, `${inZh}没有结束环节：请添加一个结束环节。`, `${inEn} has no end: add one.`)];
      // The flow itself may begin by events besides; one start with a form is enough.
      const alike = root ? scope.starts.filter(({ doc }) => doc.kind === 'start' && doc.trigger.type === 'form') : scope.starts;
      const more = alike
        .slice(1)
        .map((node) =>
          error(
            'start-duplicate',
            at('nodes', node.id),
            `${inZh}有多个开始环节：请只保留一个，删除${zh(node.doc.name)}。`,
            `${inEn} has several starts: keep one and remove ${en(node.doc.name)}.`,
          ),
        );
      return [...missing, ...noEnd, ...more];
    });
