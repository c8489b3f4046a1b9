/** The table of settings as runtime/README.md shows it. */
import { settings } from './config.ts';

const secret = new Set(['LIANBAN_MASTER_KEY', 'LIANBAN_OUTSIDE_SECRET', 'LIANBAN_DEMO_PASSWORD']);

/** One row per setting, in the order of `settings`. */
export function settingsTable(): string {
  const rows = Object.values(settings).map(({ env, fallback, about }) => {
    const shown = fallback === '' || fallback === undefined ? (secret.has(env) ? 'made' : 'none') : `\`${fallback}\``;
    return `| \`${env}\` | ${shown} | ${about} |`;
  });
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
