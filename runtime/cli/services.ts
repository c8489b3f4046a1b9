/** All services over the product's database, for commands that use them as a server would. */
import type { Services } from '../services/index.ts';
import type { Store } from '../store/store.ts';
import { findDatabase } from './database.ts';

export interface CliServices {
  services: Services;
  store: Store;
  clock: () => string;
}

/** Opens them, does the work, closes them whatever happens. Throws one sentence when there is no database to speak to. */
export async function withServices<T>(env: Record<string, string | undefined>, work: (parts: CliServices) => Promise<T>): Promise<T> {
  const { url, masterKey } = await findDatabase(env);
  const [
    { createStore },
    { createServices },
    { createSandbox },
    { createTypechecker },
    { createConnectors },
    { createSecrets },
    { readConfig },
  ] = await Promise.all([
    import('../store/store.ts'),
    import('../services/index.ts'),
    import('../sandbox/index.ts'),
    import('../typecheck/index.ts'),
    import('../connectors/connectors.ts'),
    import('../connectors/secrets.ts'),
    import('../config/config.ts'),
  ]);
  const clock = () => new Date().toISOString();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const store = createStore({ url, applicationName: 'lianban-cli', max: 8 });
  const sandbox = createSandbox({ children: 1 });
  const typecheck = createTypechecker();
  const connectors = createConnectors({ store, masterKey, clock, logger });
  const config = { ...readConfig(env), masterKey, publicUrl: env.PUBLIC_URL ?? 'http://127.0.0.1' };
  try {
    const secrets = createSecrets({ store, masterKey });
    const services = await createServices({ store, sandbox, typecheck, connectors, config, logger, clock, secrets, templates: new Map() });
    return await work({ services, store, clock });
  } finally {
    await Promise.all([sandbox.close(), typecheck.close(), connectors.close()]);
    await store.close();
  }
}
