/** With whom one has a line of one's own: whoever takes part gives keys, and some of those who were there before answer. */
import { concat, fromBase64url, toBase64url, utf8, type Bytes } from '../../base/bytes.ts'
import { accountIdFromBytes, idBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { DAY, type Clock } from '../../base/time.ts'
import { LABELS } from '../../crypto/labels.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { Keys } from '../../wire/gen/content.ts'
import type { GroupLetter } from '../../wire/gen/group.ts'
import { GROUP_NEIGHBOURS, MAX_LETTER_HOPS } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import { isPerson, type Contacts } from '../core/contacts.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Group } from './group.ts'
import type { Post } from './post.ts'
import type { Roster } from './roster.ts'
import { mayPost, takesPart } from './standing.ts'

const MAX_TO_MEET = 32
/** Whoever joins by a link may have to wait for the group. */
const LINE_KEPT_MS = 2 * DAY

/** What members who are no contacts need of those who make sessions. */
export interface Acquaintance {
  makeKeys: () => Promise<Required<Keys>>
  dropKeys: (kyberId: number) => Promise<void>
  introduce: (
    whom: { account: AccountId, name: string, keys: Keys }, hand: (change: Change, message: Bytes) => Promise<void>
  ) => Promise<void>
  welcome: (message: Bytes, isWelcome: (account: AccountId) => boolean) => Promise<void>
}

export interface NeighboursDeps {
  /** one's own account */
  me: AccountId
  roster: Roster
  contacts: Contacts
  post: Post
  outbox: Pick<Outbox, 'owed'>
  acquaintance: () => Acquaintance
  /** nothing is left of somebody */
  letGo: (contactId: AccountId) => Promise<void>
  clock: Clock
  log: Log
  /** says to a group which keys one has for it */
  give: (id: GroupId, keys: Keys) => Promise<unknown>
}

export class Neighbours {
  readonly #deps: NeighboursDeps
  /** what is under way ends before the store is closed */
  #underway: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor (deps: NeighboursDeps) {
    this.#deps = deps
  }

  /** Goes on with what was begun before a restart. */
  start (): void {
    for (const id of this.#deps.roster.ids) this.#later(async () => { await this.#goOn(id) })
  }

  async settled (): Promise<void> {
    this.#stopped = true
    await this.#underway
  }

  /** Whom one met in groups alone, and is in none with any more, is forgotten, once they have all that was said to them. */
  async sweep (): Promise<void> {
    const { me, roster, contacts, outbox, letGo, clock } = this.#deps
    const old = contacts.all().filter(row => !isPerson(row) && row.state === 'ready' && clock.now() - row.lastUsedMs > LINE_KEPT_MS)
    if (old.length === 0) return
    const together = new Set<AccountId>()
    for (const id of roster.ids) {
      const members = (await roster.open(id))?.membership.now.members
      if (members?.has(me) === true) for (const account of members.keys()) together.add(account)
    }
    for (const { account, contactId } of old) if (!together.has(account) && outbox.owed(contactId) === 0) await letGo(contactId)
  }

  /** Whoever takes part from now on gives keys, once that is durable. */
  takesPart (change: Change, id: GroupId): void {
    change.after(() => { this.#later(async () => { await this.#goOn(id) }) })
  }

  /** A member whom one has no line to gave keys. */
  onKeys (change: Change, group: Group, account: AccountId, keys: Keys): void {
    const { me, roster, contacts } = this.#deps
    const { row, membership: { now } } = group
    const waiting = row.toMeet ?? []
    if (account === me || !takesPart(now, me) || contacts.byAccount(account) !== undefined) return
    if (waiting.length >= MAX_TO_MEET || waiting.some(one => one.account === account)) return
    if (!isNeighbour(group.id, me, account, now.members.size)) return
    row.toMeet = [...waiting, { account, keys: toBase64url(Keys.encode(keys)) }]
    roster.keep(change, group)
    change.after(() => { this.#later(async () => { await this.#goOn(group.id) }) })
  }

  /** A letter came, which may be for somebody else. */
  async onLetter (change: Change, group: Group, letter: GroupLetter): Promise<void> {
    const { me, post, acquaintance } = this.#deps
    if (accountIdFromBytes(letter.to) !== me) {
      await post.pass(change, group, letter)
      return
    }
    change.after(() => {
      this.#later(async () => {
        const { now } = group.membership
        await acquaintance().welcome(letter.message, account => now.members.has(account) && takesPart(now, me))
      })
    })
  }

  /** The private halves of what was given to a group go with it. */
  forget (change: Change, { row: { kyberId } }: Group): void {
    if (kyberId === undefined) return
    change.after(() => { this.#later(async () => { await this.#deps.acquaintance().dropKeys(kyberId) }) })
  }

  async #goOn (id: GroupId): Promise<void> {
    const { me, roster, acquaintance, give } = this.#deps
    const group = await roster.open(id)
    if (group === undefined || !takesPart(group.membership.now, me)) return
    // Whoever made the group was there before everybody else, and answers.
    const isMaker = group.membership.authorOf(id) === me
    if (!isMaker && group.row.kyberId === undefined && mayPost(group.membership.now, me)) {
      const keys = await acquaintance().makeKeys()
      await give(id, keys)
      await roster.turn(id, async (open, change) => {
        open.row = { ...open.row, kyberId: keys.spare.kyberId }
        roster.keep(change, open)
      })
    }
    for (const { account, keys } of group.row.toMeet ?? []) await this.#introduce(id, account, keys)
  }

  async #introduce (id: GroupId, account: AccountId, keys: string): Promise<void> {
    const { roster, post, contacts, acquaintance, log } = this.#deps
    const done = async (change: Change, message?: Bytes): Promise<void> => {
      await roster.turnWithin(change, id, async () => {
        const group = await roster.open(id)
        if (group === undefined) return
        group.row = { ...group.row, toMeet: (group.row.toMeet ?? []).filter(one => one.account !== account) }
        roster.keep(change, group)
        if (message !== undefined) await post.pass(change, group, { to: idBytes(account), hops: MAX_LETTER_HOPS, message })
      })
    }
    const name = (await roster.open(id))?.nameOf(account) ?? account.slice(0, 8)
    try {
      if (contacts.byAccount(account) === undefined) {
        await acquaintance().introduce({ account, name, keys: Keys.decode(fromBase64url(keys)) }, done)
        return
      }
    } catch (err) {
      if (this.#stopped) return
      log.warn('no line to a group member', errorFields(err))
    }
    await roster.turn(id, async (_, change) => { await done(change) }).catch(() => {})
  }

  #later (task: () => Promise<void>): void {
    if (this.#stopped) return
    const before = this.#underway
    this.#underway = before.then(async () => {
      if (!this.#stopped) await task()
    }).catch((err: unknown) => { this.#deps.log.warn('group members not met', errorFields(err)) })
  }
}

/** In small groups everybody; in larger ones as many as the bound on average, and nobody can choose who. */
export function isNeighbour (id: GroupId, one: AccountId, other: AccountId, members: number): boolean {
  if (members <= GROUP_NEIGHBOURS) return true
  const digest = sha256(concat(utf8(LABELS.groupNeighbours), idBytes(id), ...[one, other].sort().map(idBytes)))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32 < GROUP_NEIGHBOURS / members
}
