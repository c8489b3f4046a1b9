/** A request exactly as it is written: fetch would tidy the path, and the path is what some tests are about. */
import http from 'node:http';

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Connections are used again: thousands of requests are sent. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

interface RawRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export function sendRaw(base: string, sent: RawRequest): Promise<RawAnswer> {
  return sendThrough(agent, base, sent).catch((error: NodeJS.ErrnoException & { again?: boolean }) => {
    if (!error.again) throw error;
    return sendThrough(false, base, sent);
  });
}

/** Rejects with `again` when the server had closed an idle connection just as it was used again: nothing was read of it. */
function sendThrough(through: http.Agent | false, base: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: hostname, port, method, path, headers, agent: through }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(Object.assign(error, { again: request.reusedSocket && error.code === 'ECONNRESET' })),
    );
    request.end(body);
  });
}
