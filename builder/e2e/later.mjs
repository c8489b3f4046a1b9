/**
 * Loaded into every process of a product under test (`node --import`): moves its clock forward by the milliseconds written
 * in the file LIANBAN_TEST_LATER, so that a browser test can come back three days later.
 */
import { readFileSync } from 'node:fs';

const file = process.env.LIANBAN_TEST_LATER;
if (file) {
  const Real = globalThis.Date;
  let offset = 0;
  let looked = 0;
  const ahead = () => {
    const now = Real.now();
    if (now - looked > 200) {
      looked = now;
      try {
        offset = Number(readFileSync(file, 'utf8')) || 0;
      } catch {
        offset = 0;
      }
    }
    return now + offset;
  };
  globalThis.Date = class LaterDate extends Real {
    constructor(...parts) {
      if (parts.length === 0) super(ahead());
      else super(...parts);
    }
    static now() {
      return ahead();
    }
  };
}
