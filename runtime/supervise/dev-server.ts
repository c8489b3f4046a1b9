/** `npm run dev`: Vite's server for the browser parts, with hot replacement; everything under /api goes to the product. */
import { fileURLToPath } from 'node:url';
import { createServer, type Plugin } from 'vite';

/** The same pages at the same addresses as the product serves them: the portal is a bundle of its own. */
const pages: Plugin = {
  name: 'lianban-pages',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const address = request.url ?? '/';
      if (address === '/') {
        response.writeHead(302, { Location: '/go' }).end();
        return;
      }
      if (/^\/go([/?#]|$)/.test(address)) request.url = '/portal.html';
      next();
    });
  },
};

const api = process.env.LIANBAN_API;
const server = await createServer({
  configFile: fileURLToPath(new URL('../../builder/vite.config.ts', import.meta.url)),
  plugins: [pages],
  server: {
    host: '127.0.0.1',
    port: Number(process.env.PORT),
    strictPort: true,
    proxy: { '/api': api!, '/healthz': api!, '/readyz': api! },
  },
});
await server.listen();

const stop = async () => {
  setTimeout(() => process.exit(1), 3000).unref();
  await server.close();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => void stop());
process.send?.('ready');
