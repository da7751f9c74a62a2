import { describe, expect, onTestFinished, test } from 'vitest'
import { toBase64url, type Bytes } from '../../src/base/bytes.ts'
import { accountIdFromBytes, deviceIdFromBytes, type AccountId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { SteadyClock } from '../../src/base/steady.ts'
import { HOUR } from '../../src/base/time.ts'
import type { ContactRow } from '../../src/messenger/core/rows.ts'
import { Whereabouts } from '../../src/messenger/reach/whereabouts.ts'
import { HandClock, newBench } from '../store/workbench.ts'

/** What servers do is said by hand, so that a story says what happens meanwhile. */
class Story {
  readonly clock = new HandClock()
  readonly contacts: ContactRow[]
  address: Bytes = random(8)
  readonly #asked: Array<(told: { stored: number, missed: number }) => void> = []
  #onAsked = (): void => {}
  whereabouts!: Whereabouts

  private constructor (count: number) {
    this.contacts = Array.from({ length: count }, () => ({
      contactId: accountIdFromBytes(random(32)), lastUsedMs: 0, devices: [],
      secrets: [{ secret: toBase64url(random(32)), sinceMs: 0 }]
    } as unknown as ContactRow))
  }

  static async of (count: number): Promise<Story> {
    const story = new Story(count)
    const { store } = await (await newBench()).create()
    story.whereabouts = new Whereabouts({
      store,
      node: { routes: () => ({ peerId: new Uint8Array(38), addresses: [story.address] }) },
      rendezvous: {
        publish: async () => await new Promise(resolve => {
          story.#asked.push(resolve)
          story.#onAsked()
        }),
        find: async () => ({ found: false })
      },
      contacts: {
        all: () => [...story.contacts],
        get: (id: AccountId) => story.contacts.find(({ contactId }) => contactId === id),
        update: async () => { throw new Error('nobody is found here') }
      },
      ownDevice: deviceIdFromBytes(random(32)), clock: new SteadyClock(story.clock), random, log: silentLog
    })
    await story.whereabouts.load()
    onTestFinished(() => { story.whereabouts.stop() })
    return story
  }

  /** Servers take everything that they are asked to, also what comes meanwhile. @returns how many records they were given */
  async take (until: Promise<unknown>, { stored = 20, missed = 0 } = {}): Promise<number> {
    let [taken, isOver] = [0, false]
    void until.then(() => { isOver = true; this.#onAsked() })
    while (!isOver) {
      const next = new Promise<void>(resolve => { this.#onAsked = resolve })
      for (const answer of this.#asked.splice(0)) {
        taken++
        answer({ stored, missed })
      }
      if (!isOver) await next
    }
    return taken
  }

  /** Resolves once servers were asked to take something. */
  async asked (): Promise<void> {
    while (this.#asked.length === 0) await new Promise<void>(resolve => { this.#onAsked = resolve })
  }

  async tellAll (options?: { anew: boolean }): Promise<number> {
    return await this.take(Promise.all(this.contacts.map(async ({ contactId }) => { await this.whereabouts.publish(contactId, options) })))
  }
}

describe('whereabouts', () => {
  test('that somebody was told are not told them again, unless those who keep them may be others', async () => {
    const story = await Story.of(3)
    const first = await story.tellAll()
    expect(first).toBeGreaterThanOrEqual(6)
    expect(await story.tellAll()).toBe(0)
    expect(await story.tellAll({ anew: true })).toBe(first)
  })

  test('that change are told to everybody at once', async () => {
    const story = await Story.of(3)
    const first = await story.tellAll()
    story.address = random(8)
    expect(await story.tellAll()).toBe(first)
  })

  test('that change while they are being told are told once more, and not once for each change', async () => {
    const story = await Story.of(1)
    const [{ contactId }] = story.contacts as [ContactRow]
    const told = story.whereabouts.publish(contactId)
    await story.asked()
    for (let i = 0; i < 5; i++) {
      story.address = random(8)
      await story.whereabouts.publish(contactId)
    }
    const both = await story.take(told)
    expect(await story.tellAll({ anew: true }) * 2).toBe(both)
  })

  test('that nobody took are told again soon, and those that were taken again after two hours', async () => {
    const story = await Story.of(1)
    const [{ contactId }] = story.contacts as [ContactRow]
    await story.take(story.whereabouts.publish(contactId), { stored: 0 })
    expect(await story.clock.someoneWaits()).toBeLessThanOrEqual(33_000)
    expect(await story.tellAll()).toBeGreaterThan(0)
    expect(await story.clock.someoneWaits()).toBeGreaterThan(1.7 * HOUR)
  })

  test('that a server was too busy for are told again twice soon, and then like others: it may be gone', async () => {
    const story = await Story.of(1)
    const [{ contactId }] = story.contacts as [ContactRow]
    const pauses: number[] = []
    for (let i = 0; i < 4; i++) {
      await story.take(story.whereabouts.publish(contactId, { anew: true }), { stored: 19, missed: 1 })
      pauses.push(await story.clock.someoneWaits())
    }
    expect(pauses.map(pause => pause <= 66_000)).toEqual([true, true, false, false])
    expect(Math.min(...pauses.slice(2))).toBeGreaterThan(1.7 * HOUR)
  })
})
