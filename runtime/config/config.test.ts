import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settings } from './config.ts';

describe('readConfig', () => {
  it('gives every setting its default when the environment is empty', () => {
    const config = readConfig({});

    expect(config.port).toBe(8080);
    expect(config.demo).toBe(false);
    expect(Object.keys(config).sort()).toEqual(Object.keys(settings).sort());
  });

  it('reads and types what is given, and drops a closing slash of an address', () => {
    expect(readConfig({ PORT: '9000', LIANBAN_DEMO: 'true', PUBLIC_URL: 'https://lianban.example/' })).toMatchObject({
      port: 9000,
      demo: true,
      publicUrl: 'https://lianban.example',
    });
  });

  it('names every wrong setting in one sentence and never shows a value, which may be a secret', () => {
    const read = () => readConfig({ PORT: 'eighty', DATABASE_URL: 'mysql://u:geheim@h/d', LIANBAN_MASTER_KEY: 'short' });

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      'PORT must be a whole number from 0 to 65535; DATABASE_URL must be an address like postgres://user:password@host:5432/database; LIANBAN_MASTER_KEY must be 32 random bytes in base64.',
    );
    expect(read).not.toThrow(/geheim/);
  });
});
