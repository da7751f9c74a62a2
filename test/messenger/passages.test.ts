import { expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { MINUTE, SECOND } from '../../src/base/time.ts'
import { Attempts } from '../../src/messenger/reach/attempts.ts'
import type { Link } from '../../src/messenger/reach/links.ts'
import { Passages } from '../../src/messenger/reach/passages.ts'
import { StoryClock } from '../protocols/clock.ts'

const PEER = '12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'

test('a way through routers that was not found is looked for again soon, then ever more rarely, until there is no need', async () => {
  const clock = new StoryClock()
  const over = new AbortController()
  const tries: number[] = []
  const sinceMs = clock.now()
  const passages = new Passages({
    punch: {
      async through () {
        tries.push((clock.now() - sinceMs) / SECOND)
        throw new AppError('PEER_UNREACHABLE', 'no direct way was found')
      },
      async stop () {}
    },
    delivery: undefined as never,
    proofs: undefined as never,
    attempts: new Attempts({ clock }),
    clock,
    log: silentLog
  })
  const relayed = {
    tag: { contactId: 'radia' }, remotePeerId: PEER, direction: 'outbound', route: 'relayed', closed: over.signal
  } as unknown as Link
  passages.seek({ ...relayed, direction: 'inbound' }) // the other side seeks
  passages.seek({ ...relayed, route: 'direct' })
  passages.seek(relayed)
  for (let i = 0; i < 4; i++) {
    await clock.awaited()
    clock.pass(3 * 2 ** i * SECOND)
  }
  await clock.awaited()
  expect(tries).toEqual([0, 3, 9, 21, 45])
  while (tries.at(-1)! < 4 * 3600) {
    clock.pass(MINUTE)
    await new Promise(setImmediate)
  }
  const [last, before] = [tries.at(-1)!, tries.at(-2)!]
  expect(last - before).toBe(1800)
  over.abort()
  expect(clock.pending).toBe(0)
})
