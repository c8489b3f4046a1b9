/** Asks every GET route as everybody who may, again and again, and says how long the answers took. */
import type { Visitor } from './visitors.ts';

export interface PageFigures {
  address: string;
  as: string;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Rows in the answer, where it is a list. */
  rows?: number;
}

interface Walk {
  base: string;
  visitors: Visitor[];
  password: string;
  calls: number;
}

/** What else lists are asked: a later page, a search, an order. Only what the route declares is sent. */
const variants: Record<string, string>[] = [
  {},
  { page: '2' },
  { q: '王' },
  { q: 'LB' },
  { state: 'done' },
  { box: 'all' },
  { sort: 'due' },
];

/** Slowest first. */
export async function measurePages({ base, visitors, password, calls }: Walk): Promise<PageFigures[]> {
  const paths = await getRoutes(base);
  const figures: PageFigures[] = [];
  for (const visitor of visitors) {
    const cookie = await signIn(base, visitor.username, password);
    const known = new Map<string, string>();
    const addresses = paths.filter(({ path }) => !path.includes('{'));
    for (const { path, query } of addresses) {
      for (const address of addressesOf(path, query)) await measure(address, path);
    }
    // Pages of one thing, by what the lists showed.
    for (const { path } of paths) {
      const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(known.get(`${path}:${name}`) ?? known.get(name) ?? '{'),
      );
      if (path.includes('{') && !address.includes('%7B')) await measure(address, path);
    }

    async function measure(address: string, path: string): Promise<void> {
      const first = await ask(base, address, cookie);
      if (first.status !== 200) return;
      const rows = learn(known, path, first.body);
      for (let warm = 0; warm < 3; warm += 1) await ask(base, address, cookie);
      const times: number[] = [];
      for (let call = 0; call < calls; call += 1) times.push((await ask(base, address, cookie)).ms);
      times.sort((a, b) => a - b);
      const at = (part: number) => Math.round(times[Math.ceil(part * times.length) - 1]! * 10) / 10;
      figures.push({ address, as: visitor.as, p50: at(0.5), p95: at(0.95), ...(rows === undefined ? {} : { rows }) });
    }
  }
  return figures.sort((a, b) => b.p95 - a.p95);
}

async function getRoutes(base: string): Promise<{ path: string; query: string[] }[]> {
  const document = (await (await fetch(`${base}/api/openapi.json`)).json()) as {
    paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }>;
  };
  return Object.entries(document.paths).flatMap(([path, { get }]) =>
    get ? [{ path, query: (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name) }] : [],
  );
}

function addressesOf(path: string, query: string[]): string[] {
  const fitting = variants.filter((variant) => Object.keys(variant).every((name) => query.includes(name)));
  return fitting.map((variant) => (Object.keys(variant).length === 0 ? path : `${path}?${new URLSearchParams(variant)}`));
}

/** Remembers ids of the first rows, under the names the routes use for them. */
function learn(known: Map<string, string>, path: string, body: unknown): number | undefined {
  const list = Array.isArray(body) ? body : (body as { rows?: unknown[] } | null)?.rows;
  if (!Array.isArray(list)) return undefined;
  const [first] = list as Record<string, unknown>[];
  if (first && typeof first === 'object') {
    const kind = path
      .split('/')
      .filter((part) => part !== 'api')
      .at(-1)!
      .replace(/s$/, '');
    const id = first.key ?? first.id ?? first.caseNo;
    for (const name of ['id', `${kind}Id`, kind]) if (typeof id === 'string' && !known.has(name)) known.set(name, id);
    for (const [name, value] of Object.entries(first)) if (typeof value === 'string' && !known.has(name)) known.set(name, value);
    if (typeof id === 'string') known.set(`${path}/{id}:id`, id);
  }
  return list.length;
}

async function signIn(base: string, username: string, password: string): Promise<string> {
  const response = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(`Sign-in of ${username} was refused: ${response.status}`);
  return response.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function ask(base: string, address: string, cookie: string): Promise<{ status: number; ms: number; body: unknown }> {
  const start = performance.now();
  const response = await fetch(base + address, { headers: { cookie } });
  const text = await response.text();
  const ms = performance.now() - start;
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, ms, body: isJson ? JSON.parse(text) : text };
}
