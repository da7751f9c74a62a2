// Hostile bytes for every reader of bytes that come from others: honest messages with bits flipped and fields exchanged.
//   npm run fuzz                             ten million
//   npm run fuzz -- --runs 1000000           so many
//   npm run fuzz -- --seed 42                the same ones again; a failure names its seed and the bytes
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Dice } from '../test/fuzz/mutations.ts'
import { TARGETS, tryOne } from '../test/fuzz/targets.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000000' }, seed: { type: 'string' } } })
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
