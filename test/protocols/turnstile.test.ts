import type { Connection } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { expect, test } from 'vitest'
import { Turnstile } from '../../src/protocols/mailbox/budget.ts'
import { WorldClock } from '../support/clock.ts'

const from = (host: string): Connection => ({ remoteAddr: multiaddr(`/ip4/${host}/tcp/4501`) }) as unknown as Connection

/** How many of these are through. */
function counted (passing: Promise<void>[]): () => Promise<number> {
  let through = 0
  for (const one of passing) void one.then(() => { through++ })
  return async () => {
    await new Promise(setImmediate)
    return through
  }
}

test('a crowd of strangers is let in so many a second in all, and who is from elsewhere waits for one of each group', async () => {
  const clock = new WorldClock()
  const turnstile = new Turnstile({ clock }, { perSecond: 10, burst: 4 })
  const { signal } = new AbortController()
  // Two thousand ask, of twenty groups.
  const crowd = counted(Array.from({ length: 2000 }, async (_, i) => { await turnstile.pass(from(`20.7.${i % 20}.1`), signal) }))
  expect(await crowd()).toBe(4)
  const other = counted([turnstile.pass(from('20.8.1.1'), signal)])
  for (let i = 0; i < 22; i++) { // twenty, and this one
    clock.pass(100)
    await crowd()
  }
  expect(await other()).toBe(1)
  expect(await crowd()).toBeLessThanOrEqual(4 + 22)
})

test('who has gone meanwhile takes nobody\'s place, and whoever is on this computer needs none', async () => {
  const clock = new WorldClock()
  const turnstile = new Turnstile({ clock }, { perSecond: 1, burst: 1 })
  const gone = AbortSignal.abort(new Error('gone'))
  await turnstile.pass(from('20.7.1.1'), new AbortController().signal)
  for (let i = 0; i < 100; i++) await expect(turnstile.pass(from('20.7.1.1'), gone)).rejects.toThrow('gone')
  for (let i = 0; i < 100; i++) await turnstile.pass(from('127.0.0.1'), new AbortController().signal)
  const next = counted([turnstile.pass(from('20.7.1.1'), new AbortController().signal)])
  clock.pass(1000)
  expect(await next()).toBe(1)
})
