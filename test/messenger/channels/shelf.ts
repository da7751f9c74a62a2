/** Somebody's channels without a network: a real store, and talks that are carried from hand to hand. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Bytes } from '../../../src/base/bytes.ts'
import { Events } from '../../../src/base/events.ts'
import type { ChannelId } from '../../../src/base/ids.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { systemClock } from '../../../src/base/time.ts'
import { Channels } from '../../../src/messenger/channels/channels.ts'
import type { Channel } from '../../../src/messenger/channels/channel.ts'
import { Readings } from '../../../src/messenger/channels/readings.ts'
import { Sync, type Heard } from '../../../src/messenger/channels/sync.ts'
import { ChangeLog } from '../../../src/messenger/core/changes.ts'
import type { MessengerEvents } from '../../../src/messenger/core/events.ts'
import { Markings } from '../../../src/messenger/mail/markings.ts'
import { History } from '../../../src/messenger/mail/history.ts'
import type { Talk } from '../../../src/protocols/channels.ts'
import { openProfile } from '../../../src/store/profile.ts'
import type { Store } from '../../../src/store/store.ts'

// Where there is a file system in memory: these stories are not about the disk.
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export class Shelf {
  readonly id = systemRandom(34)
  readonly channels: Channels
  readonly readings: Readings
  readonly sync: Sync
  readonly store: Store

  private constructor (store: Store) {
    const deps = { clock: systemClock, random: systemRandom, log: silentLog }
    const changes = new ChangeLog({ store, events: new Events<MessengerEvents>() })
    const history = new History({ store })
    const markings = new Markings({ store, history, onPlan () {} })
    this.store = store
    this.channels = new Channels({
      store, changes, history, markings, ...deps, search: { remove () {} }
    })
    this.readings = new Readings({ channels: this.channels, changes, history, markings, ...deps })
    this.sync = new Sync({ channels: this.channels, ownId: this.id, random: systemRandom })
  }

  static async open (): Promise<Shelf> {
    const folder = await mkdtemp(join(ROOM, 'nobyte-channels-'))
    onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
    const profile = await openProfile(folder, { clock: systemClock, random: systemRandom, log: silentLog })
    onTestFinished(async () => { await profile.close() })
    return new Shelf(await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } }))
  }

  /** With all that is on its disk, read anew; the other one is not used any more. */
  async again ({ rolledBack = false } = {}): Promise<Shelf> {
    const next = new Shelf(this.store)
    await next.channels.load({ rolledBack })
    return next
  }

  async follow (channel: Channel, { serving = false } = {}): Promise<Channel> {
    const { id, readKey, row } = channel
    const followed = await this.channels.follow({
      channel: id, readKey: new Uint8Array(readKey), networkId: 'lan', name: row.name, hints: []
    })
    if (serving) await this.channels.serve(id, true)
    return followed
  }

  async say (id: ChannelId, ...texts: string[]): Promise<void> {
    for (const text of texts) await this.channels.post(id, { text: { text: Buffer.from(text) } })
  }

  async reads (id: ChannelId): Promise<string[]> {
    return (await this.readings.read(id, { limit: 1000, peek: true })).map(({ text }) => text)
  }

  /** Asks somebody about a channel. @throws as whoever of the two finds something wrong */
  async asks (other: Shelf, id: ChannelId): Promise<Heard> {
    const channel = this.channels.get(id)!
    const question = this.sync.ask(channel, await this.sync.known(channel), other.id)
    const found = await other.sync.answer(question, this.id, { onProven: async () => {} })
    const [near, far] = wire()
    const talk = found?.talk(far)
    const heard = this.sync.listen(channel, {
      question, answer: found?.answer ?? systemRandom(4096), listener: other.id, talk: near, onProven: async () => {}
    })
    await Promise.all([talk, heard])
    return await heard
  }
}

/** Two ends of a talk. */
function wire (): [Talk, Talk] {
  const ways = [new Way(), new Way()] as const
  const end = (out: Way, back: Way): Talk => ({
    next: async () => await back.take(), send: async batch => { out.put(batch) }, connection: undefined as never
  })
  return [end(ways[0], ways[1]), end(ways[1], ways[0])]
}

class Way {
  readonly #waiting: Bytes[] = []
  #news = Promise.withResolvers<void>()

  put (batch: Bytes): void {
    this.#waiting.push(batch)
    this.#news.resolve()
  }

  async take (): Promise<Bytes> {
    while (this.#waiting.length === 0) {
      await this.#news.promise
      this.#news = Promise.withResolvers()
    }
    return this.#waiting.shift()!
  }
}
