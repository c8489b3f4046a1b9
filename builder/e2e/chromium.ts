/**
 * The Chromium that comes inside an npm package, unpacked once per version and user.
 *
 * The package's own unpacker writes to one shared place and its argument list switches web security off, so both
 * are done here. Chinese in pictures comes from the font package; the libraries Chromium needs are in the package too.
 */
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

function packageFolder(name: string): string {
  const entry = require.resolve(name);
  return entry.slice(0, entry.lastIndexOf(path.join('node_modules', name)) + path.join('node_modules', name).length);
}

/** Folder with `chromium`, `lib/` and `fonts.conf`; made when missing, complete or not there at all. */
export async function unpackChromium(): Promise<string> {
  const source = packageFolder('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as { version: string };
  const target = path.join(os.tmpdir(), `lianban-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(target)) return target;

  const fresh = await mkdtemp(`${target}.`);
  await pipeline(
    createReadStream(path.join(source, 'bin/chromium.br')),
    createBrotliDecompress(),
    createWriteStream(path.join(fresh, 'chromium')),
  );
  await chmod(path.join(fresh, 'chromium'), 0o755);
  await untar(path.join(source, 'bin/al2023.tar.br'), fresh);
  await mkdir(path.join(fresh, 'cache'), { recursive: true });
  await writeFile(path.join(fresh, 'fonts.conf'), fontsConf(packageFolder('@expo-google-fonts/noto-sans-sc'), path.join(fresh, 'cache')));
  // Two runs may unpack at once: the second one finds the name taken and uses what is there.
  await rename(fresh, target).catch(() => rm(fresh, { recursive: true, force: true }));
  return target;
}

async function untar(archive: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
  });
  // tar closes its input at the archive's end mark and leaves the padding behind it unread: its exit code tells, not the pipe.
  const fed = pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  await Promise.all([ended, fed]);
}

function fontsConf(fonts: string, cache: string): string {
  const families = ['sans-serif', 'serif', 'monospace']
    .map((name) => `<alias><family>${name}</family><prefer><family>Noto Sans SC</family></prefer></alias>`)
    .join('');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}/400Regular</dir><dir>${fonts}/600SemiBold</dir><cachedir>${cache}</cachedir>${families}</fontconfig>`;
}

/** Launches the packaged Chromium, headless, with web security on. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpackChromium();
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    headless: true,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
      TZ: 'Asia/Shanghai',
    },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-zygote',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--force-color-profile=srgb',
    ],
  });
}
