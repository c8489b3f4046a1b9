import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsTable } from './table.ts';

it('runtime/README.md shows exactly the settings there are', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const shown = /<!-- settings -->\n\n([\s\S]*?)\n\n<!-- \/settings -->/.exec(readme)?.[1];

  // Print settingsTable() and paste it there when a setting changes.
  expect(shown).toBe(settingsTable());
});
