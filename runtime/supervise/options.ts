/** What `npm start -- …` understands. */
import { parseArgs } from 'node:util';

export interface StartOptions {
  port?: string;
  data?: string;
  reset: boolean;
  yes: boolean;
  dev: boolean;
  help: boolean;
}

/** Wrong words on the command line; the message says what is understood. */
export class UsageError extends Error {}

export const usage = `npm start -- [options]
  --port N      port of the product (8080; 0 takes a free one)
  --data DIR    folder of the embedded database and keys (.data)
  --reset       begin anew: deletes the data folder, asks first (--yes answers)
  --help        this text
Environment: DATABASE_URL, OUTSIDE_DATABASE_URL and more; see runtime/README.md.`;

/** Reads the words after `npm start --`; `env` tells which words npm took for itself because the two dashes were missing. */
export function readOptions(args: string[], env: Record<string, string | undefined> = {}): StartOptions {
  const swallowed = ['port', 'data', 'reset'].find((name) => args.length === 0 && env[`npm_config_${name}`] !== undefined);
  if (swallowed)
    throw new UsageError(`npm kept --${swallowed} for itself: put two dashes before it, npm start -- --${swallowed}.\n${usage}`);
  const values = parse(args);
  if (values.port !== undefined && !(/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65535))
    throw new UsageError(`--port must be a whole number from 0 to 65535.\n${usage}`);
  if (values.data === '') throw new UsageError(`--data must name a folder.\n${usage}`);
  return values;
}

function parse(args: string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message.split('.')[0]}.\n${usage}`, { cause });
  }
}
