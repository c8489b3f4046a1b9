import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../postgres/postgres.ts';
import { serverUrl, type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { endStarted, startProduct, temporaryFolder } from '../testing/product.ts';
import { holdFolder } from './hold-folder.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let database: TestDatabase;
const stranger = createServer((_request, response) => response.end('not yours'));
let strangerPort: number;

beforeAll(async () => {
  place = await temporaryFolder('refusals');
  database = await withDatabase({ template: null });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  strangerPort = (stranger.address() as AddressInfo).port;
});
afterEach(endStarted);
afterAll(async () => {
  await new Promise((resolve) => stranger.close(resolve));
  await database.close();
  await place.remove();
});

/** One folder per name; the parts are made in it before the start. */
async function folder(name: string, files: Record<string, string> = {}): Promise<string> {
  const made = path.join(place.folder, name);
  await mkdir(made, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(made, file)), { recursive: true });
    await writeFile(path.join(made, file), content);
  }
  return made;
}

async function run(args: string[], env?: Record<string, string>) {
  const product = startProduct(args, env);
  const code = await product.ended;
  return { code, out: product.out(), err: product.err() };
}

/** Exit code 1 and one sentence that says `words`, without any secret. */
async function expectRefusal(words: RegExp, args: string[], env?: Record<string, string>): Promise<void> {
  const { code, err, out } = await run(args, env);

  expect(err).toMatch(words);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toMatch(/\.\n$/);
  expect(code).toBe(1);
  expect(out + err).not.toContain('geheim');
}

const keys = JSON.stringify({ masterKey: 'k', outsideSecret: 's', demoPassword: 'p' });
const urlWith = (part: 'password' | 'pathname', value: string) => {
  const url = new URL(database.url);
  url[part] = value;
  return url.href;
};

describe('npm start refuses in one sentence', () => {
  it('a port that somebody uses', async () => {
    const data = await folder('port');

    await expectRefusal(new RegExp(`^Port ${strangerPort} is in use: .*--port`), ['--port', String(strangerPort), '--data', data]);
  });

  it('a folder that cannot be written', async () => {
    const parent = await folder('unwritable', { file: '' });

    await expectRefusal(/cannot be written: choose another with --data/, ['--port', '0', '--data', path.join(parent, 'file/data')]);
  });

  it.runIf(process.platform === 'linux')('a folder of the kernel, where even root cannot write', async () => {
    await expectRefusal(/\/proc\/lianban cannot be written/, ['--port', '0', '--data', '/proc/lianban']);
  });

  it.each([
    ['holds something else', { 'keys.json': keys, 'postgres/cluster/letter.txt': 'hello' }, /not a finished PostgreSQL: .*--reset/],
    ['has lost the control file', { 'keys.json': keys, 'postgres/cluster/PG_VERSION': '18\n' }, /is incomplete: .*--reset/],
    ['is of an older PostgreSQL', { 'keys.json': keys, 'postgres/cluster/PG_VERSION': '15\n' }, /PostgreSQL 15, not 18: .*--reset/],
    ['has lost its keys', { 'postgres/cluster/PG_VERSION': '18\n' }, /keys\.json is missing: .*--reset/],
    ['has broken keys', { 'keys.json': '{"masterKey": "geheim' }, /keys\.json cannot be read: .*--reset/],
  ])('a data folder that %s', async (name, files, words) => {
    const data = await folder(name, files);

    await expectRefusal(words, ['--port', '0', '--data', data]);
  });

  it('a data folder another supervisor holds', async () => {
    const data = await folder('held');
    const held = await holdFolder(data);

    await expectRefusal(new RegExp(`already running .*\\(process ${process.pid}\\)`), ['--port', '0', '--data', data]);

    await held.release();
  });

  describe.each(['DATABASE_URL', 'OUTSIDE_DATABASE_URL'])('%s', (variable) => {
    const cases: [string, RegExp, () => Promise<string>][] = [
      ['that is no address of PostgreSQL', /must be an address like postgres:/, async () => 'mysql://root:geheim@localhost/lianban'],
      ['that is no address at all', /must be an address like postgres:/, async () => 'geheim'],
      [
        'where nobody listens',
        /nobody listens there; correct it/,
        async () => `postgres://lianban:geheim@127.0.0.1:${await freePort()}/lianban`,
      ],
      ['where something else listens', /; correct it/, async () => `postgres://lianban:geheim@127.0.0.1:${strangerPort}/lianban`],
      ['of a host that is not there', /cannot be found/, async () => 'postgres://lianban:geheim@no-such-host.invalid:5432/lianban'],
      ['with a wrong password', /refused the user or the password/, async () => urlWith('password', 'geheim')],
      ['without a password', /asks for a password/, async () => urlWith('password', '')],
      ['of an unknown database', /has no such database/, async () => urlWith('pathname', '/no_such_database')],
    ];

    it.each(cases)('%s', async (name, words, url) => {
      const data = await folder(`${variable}-${name}`);

      await expectRefusal(words, ['--port', '0', '--data', data], { [variable]: await url() });
    });
  });

  it('one database for the product and for the outside world', async () => {
    const data = await folder('same');

    await expectRefusal(/two different databases/, ['--port', '0', '--data', data], {
      DATABASE_URL: serverUrl(),
      OUTSIDE_DATABASE_URL: serverUrl(),
    });
  });

  it('--reset where nobody can be asked, and --reset of a database that is not ours', async () => {
    const data = await folder('reset', { 'keys.json': keys });

    await expectRefusal(/nobody can be asked here: add --yes/, ['--port', '0', '--data', data, '--reset']);
    await expectRefusal(/empty the one DATABASE_URL names yourself/, ['--port', '0', '--data', data, '--reset', '--yes'], {
      DATABASE_URL: database.url,
    });
  });
});

describe('the words after npm start --', () => {
  it.each([
    ['an unknown option', ['--prot', '80'], {}, /Unknown option '--prot'/],
    ['a stray word', ['8080'], {}, /Unexpected argument '8080'/],
    ['a port that is no number', ['--port', 'eighty'], {}, /--port must be a whole number from 0 to 65535/],
    ['a port out of range', ['--port', '70000'], {}, /--port must be a whole number from 0 to 65535/],
    ['options npm kept for itself', [], { npm_config_port: '9000' }, /npm start -- --port/],
  ] as [string, string[], Record<string, string>, RegExp][])(
    '%s is wrong use: exit code 2 and what is understood',
    async (_name, args, env, words) => {
      const { code, err } = await run(args, env);

      expect(err).toMatch(words);
      expect(err).toContain('--data DIR');
      expect(code).toBe(2);
    },
  );

  it('--help prints what is understood and starts nothing', async () => {
    const { code, out, err } = await run(['--help']);

    expect(out).toContain('--reset');
    expect(err).toBe('');
    expect(code).toBe(0);
  });
});
