/** A mailbox host with as many queues as it takes: what each costs, and that everything still works. */
import { expect, test } from 'vitest'
import { systemRandom as random } from '../../src/base/random.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { filesUnder } from '../support/files.ts'
import { DAY, House, options } from './mailbox-house.ts'

/** `npm run faults -- queues`: 100,000 */
const QUEUES = Number(process.env.NOBYTE_QUEUES ?? 1000)
const AT_ONCE = 50
/** ids, keys and times of a queue and one sender, and what level adds */
const MOST_BYTES_A_QUEUE = 2048
const MOST_GROWTH_MB = 128
/** At length this is the only thing that a busy computer does slowly. */
const patient = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(600_000) })

test(`a host takes ${QUEUES} queues and not one more, in bounded memory and disk, and serves them, also after a restart`, {
  timeout: 240_000 + 20 * QUEUES
}, async () => {
  const free = { commandsPerSecond: 1e6, commandBurst: 1e6, queuesPerSecond: 1e6, queueBurst: 1e6 }
  const house = await House.open({ limits: { ...free, maxQueues: QUEUES } })
  const mailbox = await house.client()
  const mine = await house.queue(mailbox)
  let before = 0
  let made = 1
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (made++ < QUEUES) {
      const [receiver, sender] = [queueKeys(random(32)), queueKeys(random(32))]
      await mailbox.create(house.host, { receiver, senders: [sender.publicKey], ttlMs: DAY }, patient())
      // The first ones make the program warm.
      if (made === Math.ceil(QUEUES / 10)) before = process.memoryUsage().rss
    }
  }))
  expect(house.hosting.counts()).toMatchObject({ queues: QUEUES, senders: QUEUES })
  await expect(house.queue(mailbox)).rejects.toMatchObject({ code: 'MAILBOX_BUSY' })
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(MOST_GROWTH_MB)
  const bytes = (await filesUnder(house.folder)).reduce((sum, file) => sum + file.byteLength, 0)
  expect(bytes).toBeLessThan(QUEUES * MOST_BYTES_A_QUEUE + 2 ** 20)

  await house.restart()
  await house.hosting.sweep()
  expect(house.hosting.counts()).toMatchObject({ queues: QUEUES, senders: QUEUES })
  const [first] = mine.senders
  const put = { ...first!, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }
  expect(await mailbox.put(house.host, put, options())).toMatchObject({ kind: 'stored' })
  const { cells } = await mailbox.get(house.host, { rid: mine.rid, receiver: mine.receiver, cursor: 0n, waitMs: 0, cells: 1 }, options())
  expect(cells).toHaveLength(1)
})
