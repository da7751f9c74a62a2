import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './long-first.ts'
import { SkippedTests } from './skipped-tests.ts'

export default defineConfig({
  test: {
    // What takes too long for every day has a name of its own: npm run test:scale.
    include: ['test/**/*.test.ts', ...(process.env.NOBYTE_CROWD === undefined ? [] : ['test/**/*.scale.ts'])],
    // Processes of their own: tests load native modules, hold locks and are killed while they do so.
    pool: 'forks',
    // One more than two cores: while one story waits for receipts or for a router, another computes.
    maxWorkers: Math.max(3, Math.min(4, availableParallelism() - 1)),
    sequence: { sequencer: LongFirst },
    // Stories start real nodes, and each pays for a memory-hard passphrase; they wait on events, never on time.
    testTimeout: 480_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    // Each file, and many a process that it starts, reads the same thousand modules: compiled once is enough.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/nobyte-tests', import.meta.url)) },
    reporters: ['default', new SkippedTests()]
  }
})
