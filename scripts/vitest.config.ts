import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { SkippedTests } from './skipped-tests.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes of their own: tests load native modules, hold locks and are killed while they do so.
    pool: 'forks',
    maxWorkers: Math.max(2, Math.min(4, availableParallelism() - 1)),
    // Stories start real nodes, and each pays for a memory-hard passphrase; they wait on events, never on time.
    testTimeout: 480_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    reporters: ['default', new SkippedTests()]
  }
})
