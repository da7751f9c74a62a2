import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHandlers, tryHandler } from './handlers.ts'
import { Dice } from './mutations.ts'
import type { HandlerTarget } from './saying.ts'

/** of each; `npm run fuzz -- --handlers` says many more */
const RUNS = Number(process.env.NOBYTE_HANDLER_RUNS ?? 200)
const SEED = Number(process.env.NOBYTE_FUZZ_SEED ?? randomInt(2 ** 31))

let open: Awaited<ReturnType<typeof openHandlers>>

beforeAll(async () => { open = await openHandlers() })
afterAll(async () => { await open?.close() })

test(`whatever strangers and contacts say, what is kept and what shows stays as it was (NOBYTE_FUZZ_SEED=${SEED})`, async () => {
  expect(open.targets).toHaveLength(14)
  for (const [index, target] of open.targets.entries()) {
    await tryHandler(target, { runs: RUNS, dice: new Dice(SEED + index), before: await target.state() })
  }
})

test('a change would be noticed', async () => {
  const [door] = open.targets as [HandlerTarget]
  const before = { ...await door.state(), contacts: 'as it was yesterday' }
  await expect(tryHandler(door, { runs: 0, dice: new Dice(SEED), before })).rejects.toThrow('changed contacts')
})
