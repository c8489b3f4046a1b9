/** Two pages: the app of staff (studio, work, admin) and, when its folder is there, the citizens' portal with a bundle of its own. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lianbanPlugins } from './plugins/vite-plugin.ts';
import { silentIcons } from './ui/silent-icons.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = Object.fromEntries(
  [
    ['index', here('./index.html')],
    ['portal', here('./portal.html')],
  ].filter(([, file]) => existsSync(file!)),
) as Record<string, string>;

export default defineConfig({
  root: here('.'),
  plugins: [lianbanPlugins(process.env.LIANBAN_PLUGINS), silentIcons(), react()],
  // Small files stay files: the content security policy allows scripts and styles from the server only.
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: { input: pages },
    chunkSizeWarningLimit: 1600,
  },
  worker: { format: 'es' },
  // Our own sources lie under /api too: modules are not for the server.
  server: { port: 5173, proxy: { '^/api/(?!.*\\.tsx?(\\?|$))': process.env.LIANBAN_API ?? 'http://127.0.0.1:3000' } },
});
