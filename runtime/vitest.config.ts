import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.join(import.meta.dirname, '..');
const none = ['**/node_modules/**', '**/dist/**'];
/** A second is the default: too short on a machine that does other things as well. */
const patient = { poll: { timeout: 60_000 } };

/** `unit` needs nothing; `db` starts one PostgreSQL for the run; `browser` also builds and drives the product. */
export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{builder,runtime,schemas,templates}/**/*.test.{ts,tsx}'],
          exclude: [...none, '**/*.db.test.ts', 'builder/e2e/**'],
          setupFiles: ['runtime/testing/properties.ts'],
          testTimeout: 240_000,
          expect: patient,
          hookTimeout: 240_000,
        },
      },
      {
        root,
        test: {
          name: 'db',
          include: ['{runtime,templates}/**/*.db.test.ts'],
          exclude: none,
          globalSetup: ['runtime/testing/global-setup.ts'],
          setupFiles: ['runtime/testing/properties.ts'],
          testTimeout: 300_000,
          expect: patient,
          hookTimeout: 300_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['builder/e2e/**/*.test.ts'],
          exclude: none,
          globalSetup: ['builder/e2e/global-setup.ts'],
          setupFiles: ['builder/e2e/told-when-failed.ts'],
          testTimeout: 300_000,
          expect: patient,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
