import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Dice, fieldsOf } from './mutations.ts'
import { TARGETS, tryOne } from './targets.ts'

/** all together 10⁵; `npm run fuzz` tries many more */
const RUNS = Math.ceil(1e5 / TARGETS.length)
const SEED = Number(process.env.NOBYTE_FUZZ_SEED ?? randomInt(2 ** 31))

describe(`hostile bytes (NOBYTE_FUZZ_SEED=${SEED})`, () => {
  test.each(TARGETS.map((target, index) => ({ ...target, index })))('read as $name are read or refused, and nothing else', async target => {
    const dice = new Dice(SEED + target.index)
    for (let i = 0; i < RUNS; i++) await tryOne(target, dice)
  })

  test('are made field by field where they are protobuf', () => {
    expect(fieldsOf(TARGETS[0]!.valid)).toHaveLength(3)
  })
})
