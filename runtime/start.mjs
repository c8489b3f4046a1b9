/**
 * `npm start`: the product with its demo, from a fresh clone, on any Node >= 20.
 * Installs and builds what is missing, then hands over to Node 24 (runtime/main.ts start).
 */
import { endWithParent, ensureBuilt, ensureInstalled, Refusal, supervise } from './prepare.mjs';

try {
  const args = process.argv.slice(2);
  endWithParent();
  await ensureInstalled();
  if (!args.includes('--help')) await ensureBuilt();
  process.exitCode = await supervise(args);
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}
