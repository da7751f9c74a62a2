import { expect, test } from 'vitest'
import { SECOND, type Clock, type Timer } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'
import { StoryClock } from '../protocols/clock.ts'

const WITHIN_MS = 3 * SECOND

/** Somebody's clock, which stands still from some moment on: only what is due in the time that the story lets pass happens then. */
class StoppingClock implements Clock {
  readonly #running: Clock
  #still: { clock: StoryClock, aheadMs: number } | undefined
  readonly #pending = new Set<{ atMs: number, ring: () => void, timer: Timer }>()

  constructor (running: Clock) { this.#running = running }

  now = (): number => this.#still === undefined ? this.#running.now() : this.#still.clock.now() + this.#still.aheadMs

  after = (delayMs: number, callback: () => void): Timer => {
    const clock = this.#still?.clock ?? this.#running
    const one = {
      atMs: this.now() + delayMs,
      ring: () => {
        this.#pending.delete(one)
        callback()
      },
      timer: clock.after(delayMs, () => { one.ring() })
    }
    this.#pending.add(one)
    return {
      cancel: () => {
        this.#pending.delete(one)
        one.timer.cancel()
      }
    }
  }

  stop (): void {
    const [clock, nowMs] = [new StoryClock(), this.now()]
    this.#still = { clock, aheadMs: nowMs - clock.now() }
    for (const one of this.#pending) {
      one.timer.cancel()
      one.timer = clock.after(one.atMs - nowMs, one.ring)
    }
  }

  pass (ms: number): void { this.#still!.clock.pass(ms) }
}

/** So much of somebody's time passes at the moment when they know somebody, and none after it. */
async function standsStillOnce (person: Person, clock: StoppingClock, knows: string): Promise<void> {
  await person.until(`${knows} is known`, async () => {
    const contact = await person.contact(knows)
    return contact !== undefined && contact.state !== 'pending'
  })
  clock.stop()
  clock.pass(WITHIN_MS)
}

for (const late of ['inviter', 'joiner'] as const) {
  test(`who has a new contact, as the ${late}, has queues for them and has told them in three seconds`, async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const clock = new StoppingClock(world.clock)
    const [ada, radia] = await Promise.all([world.person('Ada', { clock }), world.person('Radia')])
    const [inviter, joiner] = late === 'inviter' ? [ada, radia] : [radia, ada]
    const link = await inviter.invite()
    const accepting = joiner.accept(link)
    await standsStillOnce(ada, clock, 'Radia')
    await radia.until('she was told of both hosts', async () => (await radia.mailboxesOf(ada)).length === 2)
    await accepting
    expect(new Set(await radia.mailboxesOf(ada)).size).toBe(2)
  })
}
