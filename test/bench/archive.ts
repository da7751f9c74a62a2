/** A profile with a long past, opened by its store alone: what is searched needs no network. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import type * as Ids from '../../src/base/ids.ts'
import type * as Bases from '../../src/base/events.ts'
import type * as Logs from '../../src/base/log.ts'
import type * as Randoms from '../../src/base/random.ts'
import type * as Times from '../../src/base/time.ts'
import type * as Changes from '../../src/messenger/core/changes.ts'
import type * as People from '../../src/messenger/core/contacts.ts'
import type * as Histories from '../../src/messenger/mail/history.ts'
import type * as Marks from '../../src/messenger/mail/markings.ts'
import type * as Searches from '../../src/messenger/search/search.ts'
import type * as Profiles from '../../src/store/profile.ts'
import { serve } from './children.ts'
import { PASSPHRASE } from './programs.ts'

const built = async <Module>(path: string): Promise<Module> =>
  await import(new URL(`../../.cache/parts/${path}.js`, import.meta.url).href) as Module

const { contentIdSource } = await built<typeof Ids>('base/ids')
const { Events } = await built<typeof Bases>('base/events')
const { silentLog } = await built<typeof Logs>('base/log')
const { systemRandom } = await built<typeof Randoms>('base/random')
const { systemClock } = await built<typeof Times>('base/time')
const { ChangeLog } = await built<typeof Changes>('messenger/core/changes')
const { Contacts } = await built<typeof People>('messenger/core/contacts')
const { History } = await built<typeof Histories>('messenger/mail/history')
const { Markings } = await built<typeof Marks>('messenger/mail/markings')
const { Search } = await built<typeof Searches>('messenger/search/search')
const { openProfile } = await built<typeof Profiles>('store/profile')

const argon2 = { memoryKiB: 1024, passes: 1, parallelism: 1 }
const VOCABULARY = Array.from({ length: 5000 }, (_, i) => `${'bdfgklmnprst'[i % 12]}${'aeiou'[i % 5]}${(i * 7919).toString(36)}`)

let profile: Profiles.Profile | undefined
let parts: Awaited<ReturnType<typeof partsOf>> | undefined

async function partsOf (opened: Profiles.Profile) {
  const store = opened.state === 'locked' ? await opened.unlock(PASSPHRASE) : await opened.create({ passphrase: PASSPHRASE, argon2 })
  const changes = new ChangeLog({ store, events: new Events(() => {}) })
  const contacts = new Contacts({ store, changes, clock: systemClock })
  const history = new History({ store })
  const markings = new Markings({ store, history, onPlan () {} })
  const search = new Search({ store, changes, contacts, history, markings, others: () => [], log: silentLog })
  await changes.load()
  await contacts.load()
  await search.load()
  return { changes, contacts, history, search }
}

/** @param profile the folder of the profile, which is made where there is none */
async function open ({ profile: path }: { profile: string }): Promise<void> {
  profile = await openProfile(path, { clock: systemClock, random: systemRandom, log: silentLog })
  parts = await partsOf(profile)
  parts.search.start()
}

/** messages that are committed together */
const PART = 200
/** people of whom something is unread */
const UNREAD = 3

/** The same texts lie beside the profile in the clear, for a search that has nothing to decrypt. */
async function fill (
  { folder, people, each, first }: { folder: string, people: number, each: number, first: number }
): Promise<void> {
  const { changes, contacts, history, search } = parts!
  let nowMs = Date.UTC(2025, 0, 1)
  const nextId = contentIdSource({ now: () => nowMs }, systemRandom)
  const clear: string[] = []
  for (let person = 0; person < people; person++) {
    const device = Buffer.from(systemRandom(32)).toString('hex') as Ids.DeviceId
    const account = Buffer.from(systemRandom(32)).toString('hex') as Ids.AccountId
    let change = changes.begin()
    contacts.meet(change, {
      account, announcedName: `Person ${person}`, state: 'ready', secret: systemRandom(32), device, devices: [device], deviceListVersion: 1
    })
    const count = person === 0 ? first : each
    for (let i = 1; i <= count; i++) {
      const dice = systemRandom(26)
      const words = Array.from({ length: 12 }, (_, at) => VOCABULARY[((dice[2 * at]! << 8) | dice[2 * at + 1]!) % VOCABULARY.length])
      const text = `${words.join(' ')}${i === count && person === 0 ? ' needle' : ''}`
      clear.push(text)
      nowMs += 60_000
      await history.addPage(change, account, {
        direction: dice[24]! % 2 === 0 ? 'in' : 'out',
        storedAtMs: nowMs,
        contents: [{
          id: nextId(), lamport: i, seq: i, sentAtMs: nowMs, quiet: false,
          text: { text: new TextEncoder().encode(text), replyTo: new Uint8Array(0), expiresAfterMs: 0 }
        }]
      })
      if (i % PART !== 0) continue
      await change.commit({ sync: false })
      change = changes.begin()
    }
    // All of it but the last people's was read.
    const conversation = await history.conversation(account)
    if (person > UNREAD) {
      Object.assign(conversation, { unread: 0, readThrough: conversation.topIn })
      history.saveConversation(change, account, conversation)
    }
    await change.commit({ sync: false })
  }
  await writeFile(join(folder, 'clear.txt'), clear.join('\n'))
  await search.settled()
  search.start()
  await search.settled()
}

/** @returns milliseconds, of each word */
async function find ({ words }: { words: string[] }): Promise<number[]> {
  const samples: number[] = []
  for (const word of words) {
    const sinceMs = performance.now()
    await parts!.search.find(word, { most: 50 })
    samples.push(performance.now() - sinceMs)
  }
  return samples
}

/** The same by grep, over the texts in the clear. */
function grep ({ folder, words }: { folder: string, words: string[] }): number[] {
  return words.map(word => {
    const sinceMs = performance.now()
    spawnSync('grep', ['-i', '-m', '50', word, join(folder, 'clear.txt')], { maxBuffer: 2 ** 26 })
    return performance.now() - sinceMs
  })
}

const words = ({ count }: { count: number }): string[] =>
  Array.from({ length: count }, (_, i) => i === 0 ? 'needle' : i === 1 ? 'a' : VOCABULARY[(i * 617) % 5000]!)

async function close (): Promise<void> {
  await parts?.search.stop()
  await profile?.close()
  profile = parts = undefined
}

serve({ open, fill, find, grep, words, close }, close)
