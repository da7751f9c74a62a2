// A skipped test is easy to overlook: says at the end which ones were left out. Under CI=true one of them fails the run.
import type { Reporter, TestModule, Vitest } from 'vitest/node'

export class SkippedTests implements Reporter {
  #chosenByName = false

  onInit (vitest: Vitest): void {
    this.#chosenByName = vitest.config.testNamePattern !== undefined
  }

  onTestRunEnd (modules: readonly TestModule[]): void {
    // With -t, everything not asked for counts as skipped.
    if (this.#chosenByName) return
    const names = modules.flatMap(module =>
      [...module.children.allTests('skipped')].map(test => `${module.relativeModuleId}: ${test.fullName}`)
    )
    if (names.length === 0) return
    console.log(`\nSkipped here, each with what it needs:\n${names.map(name => `  - ${name}`).join('\n')}\n`)
    if (process.env.CI === 'true') {
      console.error('CI=true: nothing may be skipped')
      process.exitCode = 1
    }
  }
}
