/** A mailbox host with as many queues as it takes: what each costs, and that everything still works. */
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { toBase64url } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { writeNetworkFile } from '../../src/network/networks/descriptors.ts'
import { MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { startChild } from '../bench/children.ts'
import { filesUnder } from '../support/files.ts'
import { House, options } from './mailbox-house.ts'

/** `npm run faults -- queues`: 100,000 */
const QUEUES = Number(process.env.NOBYTE_QUEUES ?? 500)
/** ids, keys and times of a queue and one sender, and what level adds (measured: 244) */
const MOST_BYTES_A_QUEUE = 512
/** Most of it once for all: level's caches and buffers, and which commands were seen (measured: 22, of which 3 for the second half). */
const MOST_GROWTH_MB = 64
/** What is once for all is there by half of the way; from then on, each queue may cost so much, and what is measured may sway. */
const MOST_MEMORY_A_QUEUE = 256
const SWAY_MB = 8
const SHARES = 10

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as (how: { type: 'major', execution: 'sync', flavor: 'last-resort' }) => void

/** As if there were no more memory to be had: V8 keeps empty pages for garbage to come otherwise, 111 MB of them after 100,000 queues. */
function residentMb (): number {
  collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  return process.memoryUsage().rss / 2 ** 20
}

test(`a host takes ${QUEUES} queues and not one more, in bounded memory and disk, and serves them, also after a restart`, {
  timeout: 240_000 + 40 * QUEUES
}, async () => {
  const free = { commandsPerSecond: 1e6, commandBurst: 1e6, queuesPerSecond: 1e6, queueBurst: 1e6 }
  const house = await House.open({ limits: { ...free, maxQueues: QUEUES } })
  const mailbox = await house.client()
  const mine = await house.queue(mailbox)
  // Who asks for them is a program of its own: this one's memory is the host's.
  const crowd = await startChild('mailbox-client.ts')
  onTestFinished(async () => { await crowd.end() })
  const networkFile = join(house.folder, 'network.json')
  await writeNetworkFile(networkFile, house.node.network)
  const { addresses, peerId, key } = house.host
  await crowd.ask('open', { networkFile, addresses, peerId: toBase64url(peerId), key: toBase64url(key) }) // and makes one, its own
  const memory: number[] = []
  for (let share = 0, missing = QUEUES - 2; share < SHARES; share++) {
    const count = Math.ceil(missing / (SHARES - share))
    await crowd.ask('queues', { count })
    missing -= count
    memory.push(residentMb())
  }
  expect(house.hosting.counts()).toMatchObject({ queues: QUEUES, senders: QUEUES })
  await expect(house.queue(mailbox)).rejects.toMatchObject({ code: 'MAILBOX_BUSY' })
  if (QUEUES >= 10_000) console.log(`the host's memory after each tenth, in MB: ${memory.map(Math.round).join(', ')}`)
  const [first, half, all] = [memory[0]!, memory[SHARES / 2 - 1]!, memory.at(-1)!] // the first ones make the program warm
  expect(all - first).toBeLessThan(MOST_GROWTH_MB)
  expect(all - half).toBeLessThan(SWAY_MB + MOST_MEMORY_A_QUEUE * QUEUES / 2 / 2 ** 20)
  const bytes = (await filesUnder(house.folder)).reduce((sum, file) => sum + file.byteLength, 0)
  expect(bytes).toBeLessThan(QUEUES * MOST_BYTES_A_QUEUE + 2 ** 20)

  await house.restart()
  await house.hosting.sweep()
  expect(house.hosting.counts()).toMatchObject({ queues: QUEUES, senders: QUEUES })
  const put = { ...mine.senders[0]!, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }
  expect(await mailbox.put(house.host, put, options())).toMatchObject({ kind: 'stored' })
  const { cells } = await mailbox.get(house.host, { rid: mine.rid, receiver: mine.receiver, cursor: 0n, waitMs: 0, cells: 1 }, options())
  expect(cells).toHaveLength(1)
})
