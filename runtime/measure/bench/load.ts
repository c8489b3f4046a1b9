/**
 * The load client, a process of its own: plain sockets with keep-alive, since every microsecond it spends is taken from
 * what it measures. Reads one job as JSON from stdin, answers figures as JSON on stdout.
 */
import net from 'node:net';

export interface LoadJob {
  port: number;
  connections: number;
  seconds: number;
  /** Requests are taken in turn; `{n}` in path and body becomes a number of its own. Without `repeat` each is sent once. */
  requests: { method: string; path: string; body: string }[];
  repeat: boolean;
  headers: Record<string, string>;
  /** Unique to the run, for command ids. */
  tag: string;
  expectStatus: number;
}
export interface LoadFigures {
  done: number;
  failed: number;
  /** First failure, for the reader. */
  failure?: string;
  seconds: number;
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Runs until the time is over or the requests are used up. Only answers with the expected status count. */
export async function runLoad(job: LoadJob): Promise<LoadFigures> {
  const latencies: number[] = [];
  const until = performance.now() + job.seconds * 1000;
  const began = performance.now();
  let sent = 0;
  let failed = 0;
  let failure: string | undefined;
  const head = Object.entries(job.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

  const next = (): string | undefined => {
    if (performance.now() >= until || (!job.repeat && sent >= job.requests.length)) return undefined;
    const number = sent;
    sent += 1;
    const { method, path, body } = job.requests[number % job.requests.length]!;
    const text = body.replaceAll('{n}', `${job.tag}-${number}`);
    return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };

  await Promise.all(
    Array.from({ length: job.connections }, async () => {
      const connection = await connect(job.port);
      for (let request = next(); request !== undefined; request = next()) {
        const start = performance.now();
        const { status, text } = await connection.send(request);
        if (status === job.expectStatus) latencies.push(performance.now() - start);
        else {
          failed += 1;
          failure ??= `${status} ${text.slice(0, 300)}`;
        }
      }
      connection.close();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (part: number) => Math.round((latencies[Math.floor(part * (latencies.length - 1))] ?? 0) * 100) / 100;
  return {
    done: latencies.length,
    failed,
    ...(failure ? { failure } : {}),
    seconds,
    rate: Math.round(latencies.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
  };
}

interface Answer {
  status: number;
  text: string;
}

async function connect(port: number) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  let buffered = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    const end = buffered.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0);
    if (buffered.length < end + 4 + length) return;
    const answer = { status: Number(buffered.slice(9, 12)), text: buffered.slice(end + 4, end + 4 + length) };
    buffered = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')));
  return {
    send: (request: string) =>
      new Promise<Answer>((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}

if (import.meta.main) {
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  process.stdout.write(JSON.stringify(await runLoad(JSON.parse(input) as LoadJob)));
}
