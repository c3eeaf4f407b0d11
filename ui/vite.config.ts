import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const outDir = fileURLToPath(new URL('../src/barograph/server/static', import.meta.url));
const compressible = /\.(js|css|html|svg|json)$/;
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Lays a .gz and a .br file beside every asset, so that the server compresses nothing while answering. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !compressible.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        if (bytes.length < 1024) continue;
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, brotli));
      }
    },
  };
}

// A few chunks by how often they change and who needs them; pages and heavy viewers stay apart.
const chunks = [
  { name: 'framework', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
  { name: 'controls', test: /node_modules[\\/](@mantine|@floating-ui|clsx|tabbable|react-remove-scroll)/ },
  {
    name: 'charts',
    test: /node_modules[\\/]uplot|src[\\/]shared[\\/]charts[\\/](line|bar|series|use)|src[\\/]features[\\/]metrics/,
  },
  { name: 'base', test: /src[\\/](api|shared[\\/](ui|format|table|url))[\\/](?!markdown)/ },
];

const api = process.env.BAROGRAPH_API ?? 'http://127.0.0.1:5000';
const proxied = ['/ajax-api', '/api', '/get-artifact', '/model-versions', '/version'];
const proxy = Object.fromEntries(proxied.map((path) => [path, { target: api, changeOrigin: true }]));

export default defineConfig({
  base: './',
  plugins: [react(), precompressed()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
});
