/** A test of the tests: with any one check gone, one of them fails. `npm run faults -- doors` takes away all of them. */
import { afterAll, describe, expect, test } from 'vitest'
import { clear, GATE, MUTATIONS, noticedBy } from './mutants.ts'

const count = Number(process.env.NOBYTE_MUTANTS ?? GATE)

afterAll(clear)

describe.concurrent('without', () => {
  for (const mutation of MUTATIONS.slice(0, count)) {
    test(`${mutation.check} ${mutation.what}`, async () => { expect(await noticedBy(mutation)).not.toEqual([]) })
  }
})
