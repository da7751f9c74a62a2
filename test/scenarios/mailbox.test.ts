import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND, type Clock, type Timer } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet } from '../support/world.ts'
import { friends, gone, left, passing, receipted, told } from './away.ts'

const PATIENCE = { timeout: 100_000, interval: 50 }
const numbered = (count: number, name = 'message'): string[] => Array.from({ length: count }, (_, i) => `${name} ${i}`)

/** Side by side, as somebody's programs would. */
async function write (from: Person, to: Person, texts: string[]): Promise<void> {
  for (let i = 0; i < texts.length; i += 10) await Promise.all(texts.slice(i, i + 10).map(async text => await from.say(to, text)))
}

/** On this clock no timer rings that was set for longer than is allowed; whoever waited for longer goes on when it is. */
class BriefClock implements Clock {
  readonly #clock: Clock
  #longestMs = Infinity
  readonly #held = new Set<{ ms: number, dueMs: number, ring: () => void }>()

  constructor (clock: Clock) { this.#clock = clock }

  now = (): number => this.#clock.now()

  after = (ms: number, ring: () => void): Timer => {
    if (ms <= this.#longestMs) return this.#clock.after(ms, ring)
    let timer: Timer | undefined
    const held = { ms, dueMs: this.now() + ms, ring: () => { timer = this.#clock.after(Math.max(0, held.dueMs - this.now()), ring) } }
    this.#held.add(held)
    return {
      cancel: () => {
        this.#held.delete(held)
        timer?.cancel()
      }
    }
  }

  allow (longestMs: number): void {
    this.#longestMs = longestMs
    for (const held of this.#held) {
      if (held.ms > longestMs) continue
      this.#held.delete(held)
      held.ring()
    }
  }
}

describe('mailboxes', () => {
  test('have a message in three seconds, a copy in thirty more, and its receipt thirty after it was read', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [adas, radias] = [new BriefClock(world.clock), new BriefClock(world.clock)]
    const [ada, radia] = await Promise.all([world.person('Ada', { clock: adas }), world.person('Radia', { clock: radias })])
    await meet(ada, radia)
    await told(ada, radia, 2)
    await gone(radia, ada)
    const copies = async (): Promise<number> => (await ada.said(radia))[0]?.custody?.length ?? 0
    adas.allow(3 * SECOND)
    await ada.say(radia, 'a letter')
    await expect.poll(copies, PATIENCE).toBe(1)
    adas.allow(30 * SECOND)
    world.clock.pass(30 * SECOND)
    await expect.poll(copies, PATIENCE).toBe(2)
    await ada.stop()
    radias.allow(30 * SECOND)
    await radia.start()
    await radia.hears(ada, ['a letter'])
    await receipted(world, radia)
    await ada.start()
    await ada.delivered(radia)
  })

  test('what Ada sends while Radia is off, Radia reads when Ada is off, once each and in order; later Ada sees it delivered', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await friends(world)
    await gone(radia, ada)
    const texts = numbered(200)
    await write(ada, radia, texts)
    await left(world, ada, radia, 1)
    expect(new Set((await ada.said(radia)).map(({ state }) => state))).toEqual(new Set(['in mailbox']))
    await ada.stop()

    await radia.start()
    await radia.hears(ada, texts)
    expect(await radia.heard(ada)).toEqual((await radia.conversation(ada)).map(({ text }) => text))
    expect((await radia.heard(ada)).sort()).toEqual(texts.sort())
    await receipted(world, radia)
    await radia.stop()

    await ada.start()
    await ada.delivered(radia)
    expect((await ada.said(radia))[0]?.custody).toBeUndefined()
    expect(await ada.owes(radia)).toBe(0)
  })

  test('hosts that restart have forgotten what they kept: while its sender is there, all of it is left again', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await friends(world)
    await gone(radia, ada)
    await write(ada, radia, numbered(50))
    await left(world, ada, radia, 2)
    const said = (await ada.said(radia)).map(({ text }) => text)
    for (const keeper of world.keepers) keeper.forgetCells()
    expect(world.keepers.map(({ held }) => held)).toEqual([0, 0])
    world.clock.pass(11 * MINUTE)
    await expect.poll(() => world.keepers.some(({ held }) => held > 0), PATIENCE).toBe(true)
    await left(world, ada, radia, 2)
    await ada.stop()
    await radia.start()
    await radia.hears(ada, said)
    expect(await radia.heard(ada)).toEqual(said)
  })

  test('a host that is gone for good costs nothing of what lay at the other as well', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await friends(world)
    await gone(radia, ada)
    await write(ada, radia, numbered(50))
    await left(world, ada, radia, 2)
    const said = (await ada.said(radia)).map(({ text }) => text)
    await ada.stop()
    await world.closeServer(0)
    await radia.start()
    await radia.hears(ada, said)
    expect(await radia.heard(ada)).toEqual(said)
  })

  test('a host that alters every third cell delays, loses nothing, and is named', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await friends(world)
    await gone(radia, ada)
    for (const text of numbered(60)) await ada.say(radia, text)
    await ada.say(radia, 'long'.repeat(10_000))
    await left(world, ada, radia, 2)
    const said = (await ada.said(radia)).map(({ text }) => text)
    await ada.stop()
    world.keepers[0]!.lie = cells => cells.map(cell => {
      if (cell.at % 3n === 0n) cell.body = cell.body.map((byte, i) => i === 100 ? byte ^ 1 : byte)
      return cell
    })
    await radia.start()
    await radia.hears(ada, said)
    expect(await radia.heard(ada)).toEqual(said)
  })

  test('only a host that drops every third cell is there: its sender learns what is missing, and leaves it at another', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await friends(world)
    await gone(radia, ada)
    await world.closeServer(1)
    for (const text of numbered(12)) await ada.say(radia, text)
    await left(world, ada, radia, 1)
    world.keepers[0]!.lie = cells => cells.filter(({ at }) => at % 3n !== 0n)
    world.cut(ada, radia)
    await radia.start()
    world.cut(radia)
    await passing(world, 20 * SECOND, async () => (await radia.heard(ada)).length > 0, true)
    await world.openServers()
    const delivered = async (): Promise<number> =>
      (await ada.said(radia)).filter(({ state }) => state === 'delivered' || state === 'read').length
    await passing(world, 20 * SECOND, delivered, 12)
    expect((await radia.heard(ada)).sort()).toEqual(numbered(12).sort())
  })

  test('Ada and Radia become friends, and have each other\'s first words, although never both are online', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await world.people('Ada', 'Radia')
    const link = await ada.invite()
    await expect.poll(() => world.keepers.map(({ queues }) => queues > 0), PATIENCE).toEqual([true, true])
    await ada.stop()

    expect(await radia.accept(link, { wait: false })).toMatchObject({ state: 'pending' })
    await radia.say('Ada', 'hello from Radia')
    await left(world, radia, ada, 1)
    await radia.stop()

    await ada.start()
    await ada.until('Radia is known', async () => await ada.contact(radia) !== undefined)
    await ada.hears(radia, ['hello from Radia'])
    expect(await ada.contact(radia)).toMatchObject({ state: 'ready', online: false })
    await ada.say(radia, 'hello from Ada')
    await left(world, ada, radia, 1)
    await ada.stop()

    await radia.start()
    await radia.hears(ada, ['hello from Ada'])
    await radia.until('Ada is ready', async () => (await radia.contact(ada))?.state === 'ready')
    expect(await radia.heard(ada)).toEqual(['hello from Ada'])
    await radia.say(ada, 'so we have met')
    await left(world, radia, ada, 1)
    await receipted(world, radia)
    await radia.stop()
    await ada.start()
    await ada.hears(radia, ['hello from Radia', 'so we have met'])
    await ada.delivered(radia)
    expect(await ada.heard(radia)).toEqual(['hello from Radia', 'so we have met'])
  })
})
