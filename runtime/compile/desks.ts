import type { AssistNode, Node, PayNode, SealNode, TaskNode, WindowNode } from '../../schemas/generated/documents.ts';

/** Steps that one desk decides: a task, or one of its kinds with words of their own. */
export type DeskNode = TaskNode | WindowNode | AssistNode | PayNode | SealNode;

const kinds = new Set<string>(['task', 'window', 'assist', 'pay', 'seal'] satisfies DeskNode['kind'][]);

export function isDesk(node: Node | undefined): node is DeskNode {
  return node !== undefined && kinds.has(node.kind);
}
