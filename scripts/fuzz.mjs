// Hostile bytes for every reader of bytes that come from others, and for every handler that nodes serve others with: honest
// messages with bits flipped and fields exchanged. What the handlers keep and show must stay as it was, and memory with it.
//   npm run fuzz                             ten million for the readers, twenty thousand for the handlers
//   npm run fuzz -- --runs 1000000           so many for the readers; 0 for none
//   npm run fuzz -- --handlers 50000         so many for the handlers; 0 for none
//   npm run fuzz -- --seed 42                the same ones again; a failure names its seed and the bytes
import { randomInt } from 'node:crypto'
import { setTimeout as pass } from 'node:timers/promises'
import { Dice } from '../test/fuzz/mutations.ts'
import { openHandlers, tryHandler } from '../test/fuzz/handlers.ts'
import { TARGETS, tryOne } from '../test/fuzz/targets.ts'
import { readArguments } from './usage.mjs'

const { values } = readArguments(import.meta.url, {
  options: {
    runs: { type: 'string', default: '10000000' }, handlers: { type: 'string', default: '20000' }, seed: { type: 'string' }
  }
})
const seed = Number(values.seed ?? randomInt(2 ** 31))
const rounds = Math.ceil(Number(values.runs) / TARGETS.length)
const dice = TARGETS.map((_, index) => new Dice(seed + index))
console.log(`seed ${seed}, ${rounds * TARGETS.length} runs over ${TARGETS.length} readers`)
process.on('unhandledRejection', err => {
  console.error(`seed ${seed}: nobody handled`, err)
  process.exit(1)
})

const sinceMs = performance.now()
for (let round = 1; round <= rounds; round++) {
  for (const [index, target] of TARGETS.entries()) {
    try {
      await tryOne(target, dice[index])
    } catch (err) {
      console.error(`seed ${seed}, round ${round}: ${err.message}`)
      process.exit(1)
    }
  }
  if (round % Math.ceil(rounds / 20) === 0 || round === rounds) {
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
    console.log(`${round * TARGETS.length} in ${Math.round((performance.now() - sinceMs) / 1000)} s, ${memory} MB`)
  }
}

/** of one handler before its state is looked at */
const PART = 1000
const MAX_SECONDS = 6 * 3600
/** libp2p's own handlers hold each stream, and what it leads to, until their time-out: longer than any of these */
const SETTLED_MS = 15_000
/** of memory that one thing said may leave behind, on average: nothing, but for the noise of a heap of fifty MB */
const MAX_LEFT_BYTES = 1024

/** The heap that is in use once all that was said is over. */
async function heapInUse () {
  await pass(SETTLED_MS)
  global.gc()
  return process.memoryUsage().heapUsed
}

// A handler that never comes back would otherwise end the process without a word: what nodes wait for keeps none alive.
const late = setTimeout(() => {
  console.error(`seed ${seed}: not finished in time`)
  process.exit(1)
}, MAX_SECONDS * 1000)

if (Number(values.handlers) > 0) {
  const { targets, close } = await openHandlers()
  const parts = Math.ceil(Number(values.handlers) / targets.length / PART)
  const dice = targets.map((_, index) => new Dice(seed + index))
  const took = new Map(targets.map(({ name }) => [name, 0]))
  const since = performance.now()
  let heap
  for (let part = 1; part <= parts; part++) {
    for (const [index, target] of targets.entries()) {
      const begun = performance.now()
      try {
        await tryHandler(target, { runs: PART, dice: dice[index], before: await target.state() })
      } catch (err) {
        console.error(`seed ${seed}, part ${part}: ${err.message}`)
        process.exit(1)
      }
      took.set(target.name, took.get(target.name) + performance.now() - begun)
    }
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
    const seconds = Math.round((performance.now() - since) / 1000)
    console.log(`${part * PART * targets.length} said to ${targets.length} handlers in ${seconds} s, ${memory} MB`)
    if (part === 1) heap = await heapInUse()
  }
  if (parts > 1) {
    const left = (await heapInUse() - heap) / ((parts - 1) * PART * targets.length)
    console.log(`${Math.round(left)} bytes are left of each, in a heap of ${Math.round(heap / 2 ** 20)} MB`)
    if (left > MAX_LEFT_BYTES) {
      console.error(`seed ${seed}: memory grows`)
      process.exit(1)
    }
  }
  for (const [name, ms] of took) console.log(`${name}: ${Math.round(parts * PART / (ms / 1000))} a second`)
  await close()
}
clearTimeout(late)
process.exit()
