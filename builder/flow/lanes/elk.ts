import type { ElkNode } from 'elkjs/lib/elk-api.js';
import ElkApi from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

/** Layout engine in a worker of its own; started with the first lane view. */
let engine: { layout(graph: ElkNode): Promise<ElkNode> } | undefined;

export function elk(): { layout(graph: ElkNode): Promise<ElkNode> } {
  const Api = ElkApi as unknown as new (options: { workerFactory: () => Worker }) => { layout(graph: ElkNode): Promise<ElkNode> };
  engine ??= new Api({ workerFactory: () => new Worker(workerUrl) });
  return engine;
}
