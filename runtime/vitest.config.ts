import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.join(import.meta.dirname, '..');
const none = ['**/node_modules/**', '**/dist/**'];

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
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['builder/e2e/**/*.test.ts'],
          exclude: none,
          globalSetup: ['builder/e2e/global-setup.ts'],
          testTimeout: 300_000,
          // A second is the default: too short for a page on a machine that does other things as well.
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
