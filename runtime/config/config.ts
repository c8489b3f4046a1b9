/**
 * The environment, read once, checked and typed. `settings` is the one table of what can be configured;
 * runtime/README.md shows the same table, and a test keeps the two equal.
 */

import { shippedPlugins } from '../plugins/folders.ts';

interface Setting<T> {
  env: string;
  /** Used when the variable is missing; undefined means it must be given or is made by `npm start`. */
  fallback?: T;
  read: (value: string) => T;
  about: string;
}

/** A setting that cannot be used; the message is one sentence for the operator. */
export class ConfigError extends Error {}

const text = (value: string) => value;
const integer = (minimum: number, maximum: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < minimum || number > maximum)
    throw new ConfigError(`a whole number from ${minimum} to ${maximum}`);
  return number;
};
const boolean = (value: string) => {
  if (!['true', 'false'].includes(value)) throw new ConfigError('true or false');
  return value === 'true';
};
const oneOf =
  <T extends string>(...allowed: T[]) =>
  (value: string): T => {
    if (!allowed.includes(value as T)) throw new ConfigError(`one of ${allowed.join(', ')}`);
    return value as T;
  };
const httpUrl = (value: string) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new ConfigError('an address beginning with http:// or https://');
  return value.replace(/\/$/, '');
};
const postgresUrl = (value: string) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw new ConfigError('an address like postgres://user:password@host:5432/database');
  return value;
};
const key = (value: string) => {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 32) throw new ConfigError('32 random bytes in base64');
  return value;
};
const setting = <T>(env: string, read: (value: string) => T, about: string, fallback?: T): Setting<T> => ({ env, read, about, fallback });

export const settings = {
  host: setting('HOST', text, 'Address the server listens on', '127.0.0.1'),
  port: setting('PORT', integer(0, 65535), 'Port of the product; 0 takes a free one', 8080),
  publicUrl: setting(
    'PUBLIC_URL',
    httpUrl,
    'Address people reach the product at; links and cookies are made from it, never from request headers',
    '',
  ),
  databaseUrl: setting('DATABASE_URL', postgresUrl, 'PostgreSQL of the product; without it an embedded one is started', ''),
  outsideDatabaseUrl: setting(
    'OUTSIDE_DATABASE_URL',
    postgresUrl,
    'PostgreSQL of the simulated outside world; without it the embedded one',
    '',
  ),
  outsideUrl: setting('OUTSIDE_URL', httpUrl, 'Address of the outside world that connections of the demo point to', ''),
  demo: setting('LIANBAN_DEMO', boolean, 'Seed the demo: two counties, accounts, the newborn scenario', false),
  dataDir: setting('LIANBAN_DATA', text, 'Folder of the embedded PostgreSQL, of the keys and of the materials people hand in', '.data'),
  s3Endpoint: setting('LIANBAN_S3_ENDPOINT', httpUrl, 'S3 service that keeps the materials instead of the data folder', ''),
  s3Bucket: setting('LIANBAN_S3_BUCKET', text, 'Its bucket', ''),
  s3Region: setting('LIANBAN_S3_REGION', text, 'Its region', 'cn-east-1'),
  s3AccessKey: setting('LIANBAN_S3_ACCESS_KEY', text, 'Its access key', ''),
  s3SecretKey: setting('LIANBAN_S3_SECRET_KEY', text, 'Its secret key', ''),
  scanCommand: setting(
    'LIANBAN_SCAN_COMMAND',
    text,
    'Virus scanner for uploads: gets a file on its input; exit 0 is clean, 1 infected',
    '',
  ),
  scanUrl: setting('LIANBAN_SCAN_URL', httpUrl, 'Virus scanner for uploads at an address: is sent the file, answers {"infected": …}', ''),
  masterKey: setting(
    'LIANBAN_MASTER_KEY',
    key,
    'Key that encrypts secrets at rest and signs check codes; npm start makes one in the data folder',
    '',
  ),
  outsideSecret: setting('LIANBAN_OUTSIDE_SECRET', text, 'Secret shared with the simulated outside world; npm start makes one', ''),
  demoPassword: setting('LIANBAN_DEMO_PASSWORD', text, 'Password of every demo account', ''),
  plugins: setting(
    'LIANBAN_PLUGINS',
    text,
    'Plugins, by name or folder, separated by commas; none for none. The browser parts are built anew with them',
    shippedPlugins,
  ),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    'Least severe log line that is written',
    'info',
  ),
  apiProcesses: setting(
    'LIANBAN_API_PROCESSES',
    integer(1, 64),
    'Processes that serve HTTP side by side on one port; more than one needs Linux',
    1,
  ),
  sandboxChildren: setting('LIANBAN_SANDBOX_CHILDREN', integer(1, 64), 'Processes that run author scripts', 1),
  poolSize: setting('LIANBAN_POOL_SIZE', integer(2, 200), 'Database connections of one process', 16),
  workerConcurrency: setting('LIANBAN_WORKER_CONCURRENCY', integer(1, 256), 'Effects one worker performs at once', 16),
  sessionIdleMinutes: setting('LIANBAN_SESSION_IDLE_MINUTES', integer(1, 1440), 'A session unused this long ends', 60),
  sessionHours: setting('LIANBAN_SESSION_HOURS', integer(1, 168), 'A session ends after this time in any case', 12),
} as const;

type Settings = typeof settings;
export type Config = { readonly [K in keyof Settings]: Settings[K] extends Setting<infer T> ? T : never };

/** Reads and checks all settings; every wrong one is named in one message. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const given = env[entry.env];
    if (given === undefined || given === '') {
      config[name] = entry.fallback;
      continue;
    }
    try {
      config[name] = entry.read(given);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(`${entry.env} must be ${error.message}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(`${problems.join('; ')}.`);
  return config as Config;
}
