/** Once per run: a product started and stopped, whose data folder every browser test begins with a copy of. */
import { rm } from 'node:fs/promises';
import { sweepScratch } from '../../runtime/testing/scratch.ts';
import { startProduct } from './product.ts';

export async function setup(): Promise<() => Promise<void>> {
  await sweepScratch();
  const product = await startProduct();
  await product.end();
  process.env.LIANBAN_E2E_DATA = product.dataDir;
  return () => rm(product.dataDir, { recursive: true, force: true });
}
