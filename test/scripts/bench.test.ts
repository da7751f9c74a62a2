/** The bench, in its shortest form: every measure works, whatever its figures are. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Figure } from '../bench/figures.ts'
import { MEASURES } from '../bench/measures.ts'
import { Checkout, root } from '../scenarios/checkout.ts'

let checkout: Checkout
beforeEach(() => { checkout = new Checkout() })
afterEach(async () => { await checkout.clear() })

test('every measure of the bench runs and prints finite figures', async () => {
  const { code, stdout, stderr } = await checkout.run(process.execPath, ['scripts/bench.mjs', '--tiny'], {
    cwd: root, env: { TMPDIR: checkout.folder }
  })
  expect(stderr).toContain('measure ')
  expect(code).toBe(0)
  const figures = stdout.trim().split('\n').map(line => JSON.parse(line) as Figure & { type: string, name: string })
    .filter(({ type }) => type === 'measure')
  expect([...new Set(figures.map(({ name }) => name))].sort()).toEqual(Object.keys(MEASURES).sort())
  for (const { value, p99 = value, beside, ratio = 1 } of figures) {
    for (const number of [value, p99, beside?.value ?? 0, ratio]) expect(number).toSatisfy(Number.isFinite)
  }
})
