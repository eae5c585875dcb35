import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The server that `npm run dev:dashboard` asks. */
const SERVER = process.env.TOCSIN_URL ?? 'http://127.0.0.1:18083';

/** What the server writes into the page when it serves it. */
const pageWhileDeveloping: Plugin = {
  name: 'page-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('%BASE%', '/').replace('%NONCE%', '').replace('%BUILD%', '%'),
};

/** `base` is relative, so that the pages work below any path; the server writes where that is into `<base>`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), pageWhileDeveloping],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    // Inline pictures would need `data:` for everything; modules are loaded by all browsers that are targeted.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Which file holds what: for the test of their sizes.
    manifest: true,
  },
  server: { proxy: { '/api': SERVER, '/api-docs': SERVER } },
});
