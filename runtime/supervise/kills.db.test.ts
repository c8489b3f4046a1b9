import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  areGone,
  childrenOf,
  endStarted,
  notedChildren,
  processesNaming,
  type StartedProduct,
  startProduct,
  temporaryFolder,
  until,
} from '../testing/product.ts';
import { endProcess, isAlive } from './processes.ts';

// One installation for all tests of this file, in their order: each goes on with the data the one before left.
const patience = 240_000;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let product: StartedProduct;
let address: string;
/** Of the person who signed in at the first start; the session lives in PostgreSQL. */
let cookie: string;

beforeAll(async () => {
  place = await temporaryFolder('kills');
  data = `${place.folder}/data`;
});
afterAll(async () => {
  await endStarted();
  for (const child of Object.values(await notedChildren(data))) await endProcess(child, 5000);
  await place.remove();
});

async function start(): Promise<void> {
  product = startProduct(['--port', '0', '--data', data]);
  const ended = product.ended.then((code) => {
    throw new Error(`npm start ended with ${code}: ${product.err()}`);
  });
  await Promise.race([until('the addresses', () => /is running/.test(product.out()), patience), ended]);
  ended.catch(() => {});
  address = /http:\/\/localhost:\d+/.exec(product.out())![0];
}

/** Status of an answer; 0 while nobody answers. */
async function statusOf(path: string): Promise<number> {
  try {
    const response = await fetch(`${address}${path}`, { headers: { cookie }, signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
const answersAgain = async () => {
  await until('/readyz', async () => (await statusOf('/readyz')) === 200);
  await until('the session', async () => (await statusOf('/api/session')) === 200);
};

async function signIn(): Promise<string> {
  const password = /password {2}(\S+)/.exec(product.out())![1];
  const response = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'mother', password }),
  });
  await response.arrayBuffer();
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

describe.runIf(process.platform === 'linux')('a running product', () => {
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(product.out().split('\n').slice(-20).join('\n') + product.err());
  });

  it('prints addresses and accounts, answers, and lets a demo account in', { timeout: patience }, async () => {
    await start();
    cookie = await signIn();

    expect(product.out()).toContain('mother');
    expect(await statusOf('/readyz')).toBe(200);
    expect(await statusOf('/healthz')).toBe(200);
    expect(await statusOf('/api/session')).toBe(200);
    expect(await statusOf('/metrics')).toBe(200);
    expect(product.err()).toBe('');
  });

  it.each([
    ['worker', 'worker'],
    ['outside', 'outside'],
    ['api', 'api'],
    ['postgres', 'PostgreSQL'],
  ])('starts %s again when it is killed, and answers with its data', { timeout: patience }, async (role, name) => {
    const before = (await notedChildren(data))[role]!;
    process.kill(before.pid, 'SIGKILL');
    await until(`${name} to run again`, () => product.out().includes(`${name} is running again.`));
    await answersAgain();

    const after = (await notedChildren(data))[role]!;
    expect(after.pid).not.toBe(before.pid);
    expect(isAlive(after)).toBe(true);
  });

  it('replaces a killed script child while the API stays the same process', { timeout: patience }, async () => {
    const { api } = await notedChildren(data);
    const [victim] = await until('a script child', () => {
      const found = childrenOf(api!.pid, 'runtime/sandbox/child');
      return found.length > 0 && found;
    });
    process.kill(victim!, 'SIGKILL');

    await until('another script child', () => childrenOf(api!.pid, 'runtime/sandbox/child').some((pid) => pid !== victim));
    expect(isAlive(api!)).toBe(true);
    expect(await statusOf('/readyz')).toBe(200);
  });

  it('ends its parts when the supervisor is killed; the next start stops the PostgreSQL left behind and goes on', {
    timeout: patience,
  }, async () => {
    const { postgres, ...parts } = await notedChildren(data);
    product.child.kill('SIGKILL');
    await until('the parts to end by themselves', () => areGone(parts));
    expect(isAlive(postgres!)).toBe(true);

    await start();

    expect(isAlive(postgres!)).toBe(false);
    expect(await statusOf('/api/session')).toBe(200);
  });

  it('stops everything it started on Ctrl-C, with exit code 0', { timeout: patience }, async () => {
    const children = await notedChildren(data);
    product.child.kill('SIGINT');

    expect(await product.ended).toBe(0);
    expect(areGone(children)).toBe(true);
    expect(processesNaming(data)).toEqual([]);
    expect(product.out()).toMatch(/Stopping …\nStopped\.\n$/);
    expect(product.out()).not.toMatch(/starting it again/);
  });

  it.each(['postgres', 'prepare', 'api'])('stops everything on SIGTERM while %s is starting', { timeout: patience }, async (role) => {
    product = startProduct(['--port', '0', '--data', data]);
    const children = await until(`${role} to be started`, async () => {
      const noted = await notedChildren(data);
      return noted[role] && noted;
    });
    product.child.kill('SIGTERM');

    expect(await product.ended).toBe(0);
    expect(areGone(children)).toBe(true);
    expect(processesNaming(data)).toEqual([]);
  });
});
