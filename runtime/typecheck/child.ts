/** The process that holds TypeScript. It reads its own package, nothing else, and answers one request after the other. */
import { createChecker } from './check.ts';
import type { CheckRequest, RenameRequest } from './types.ts';

const { check, rename } = createChecker();
// The first check builds the library's symbols; done here, nobody waits for it.
check({
  source: 'export default function (input: Input): Output { return { a: input.a }; }',
  declarations: 'interface Input { a: string } interface Output { a: string }',
});

process.on('message', ({ id, request }: { id: number; request: CheckRequest | RenameRequest }) => {
  process.send?.({ id, result: 'from' in request ? rename(request) : check(request) });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
