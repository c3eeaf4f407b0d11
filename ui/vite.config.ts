import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const outDir = fileURLToPath(new URL('../src/barograph/server/static', import.meta.url));
const compressible = /\.(js|css|html|svg|json)$/;
const alias = { '@': fileURLToPath(new URL('src', import.meta.url)) };
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

/** Lets the page most looked at be fetched beside the framework instead of after it. */
function preloaded(name: string): Plugin {
  return {
    name: 'preloaded-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const found = chunks.find((chunk) => chunk.name === name);
        const files = found ? [found.fileName, ...found.imports] : [];
        const css = chunks
          .filter(({ fileName }) => files.includes(fileName))
          .flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        return [
          ...files.map((file) => ({ file, attrs: { rel: 'modulepreload', crossorigin: true } })),
          ...css.map((file) => ({ file, attrs: { rel: 'preload', as: 'style', crossorigin: true } })),
        ]
          .filter(({ file }) => !html.includes(file))
          .map(({ file, attrs }) => ({ tag: 'link', injectTo: 'head', attrs: { ...attrs, href: `./${file}` } }));
      },
    },
  };
}

/** Writes a small script into the page itself, where it runs before anything else has been loaded. */
function inlined(input: string): Plugin {
  const rolldownOptions = { input, output: { format: 'iife' as const } };
  return {
    name: 'inlined-script',
    transformIndexHtml: async (html) => {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        resolve: { alias },
        build: { write: false, rolldownOptions },
      });
      const chunk = 'output' in built ? built.output[0] : undefined;
      if (chunk === undefined) throw new Error(`Nothing was built of ${input}.`);
      return html.replace('<title>', () => `<script>${chunk.code.trim()}</script>\n    <title>`);
    },
  };
}

// A few chunks by how often they change and who needs them; pages and heavy viewers stay apart. A chunk takes what its modules import
// unless an earlier one has it, so what everybody needs comes first.
const chunks = [
  {
    name: 'framework',
    test: /node_modules[\\/](react|react-dom(?![\\/](cjs[\\/]react-dom-)?server)|scheduler|@tanstack)[\\/]/,
  },
  { name: 'controls', test: /node_modules[\\/](@mantine|@floating-ui|clsx|tabbable|react-remove-scroll)/ },
  { name: 'base', test: /src[\\/](api|shared[\\/](ui|format|table|url)|shared[\\/]charts[\\/]palette)(?!.*markdown)/ },
  { name: 'runs', test: /src[\\/]features[\\/](runs[\\/](?!.*(charts|card|axis|dialog))|views|run[\\/]run-state)/ },
  {
    name: 'charts',
    test: /node_modules[\\/]uplot|src[\\/]shared[\\/]charts[\\/](line|bar|series|use)|src[\\/]features[\\/]metrics/,
  },
];

const api = process.env.BAROGRAPH_API ?? 'http://127.0.0.1:5000';
const proxied = ['/ajax-api', '/api', '/get-artifact', '/model-versions', '/version'];
const proxy = Object.fromEntries(proxied.map((path) => [path, { target: api, changeOrigin: true }]));

export default defineConfig({
  base: './',
  plugins: [react(), preloaded('runs'), inlined('src/app/early.ts'), precompressed()],
  resolve: { alias },
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
