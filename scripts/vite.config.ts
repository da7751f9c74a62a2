/** The page: src/web becomes dist/web, without a framework plugin. scripts/setup.mjs runs it. */
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

export default defineConfig({
  root: join(root, 'src', 'web'),
  base: '/',
  publicDir: false,
  // Of the packages' own ways in, the browser's; virtua asks for React and gets what we have.
  resolve: {
    alias: [
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
      { find: 'react/jsx-runtime', replacement: 'preact/jsx-runtime' }
    ]
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(root, 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2023',
    // Our CSP lets no data: URL and no inline script in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // A word to a server that we do not have.
      onLog: (level, log, tell) => { if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log) }
    }
  },
  logLevel: 'warn',
  clearScreen: false
})
