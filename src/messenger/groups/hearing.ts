/** What members said: checked against the membership that they cite and against what they said before, then shown. */
import { fromHex, toHex } from '../../base/bytes.ts'
import { CONTENT_ID_BYTES, contentIdFromBytes, idBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import { verifyGroupItem, type VerifiedItem } from '../../crypto/group-items.ts'
import { Content, type Keys } from '../../wire/gen/content.ts'
import type { SignedGroupItem } from '../../wire/gen/group.ts'
import { GROUP_ITEM_HELD_MS, MAX_GROUP_TEXT_BYTES } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import { idsOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Speaker } from '../mail/marks.ts'
import type { Page } from '../mail/pages.ts'
import type { Archive, KeptItem } from './archive.ts'
import type { Group } from './group.ts'
import type { DoubtRow } from './rows.ts'
import { mayPost } from './standing.ts'

const MAX_DOUBTS = 256

/** A group's history lies under its id, as that with a contact does under theirs. */
export const historyOf = (group: GroupId): AccountId => group as string as AccountId

export type Heard = { kind: 'new', item: VerifiedItem } | { kind: 'known' | 'held' | 'refused' }

export interface HearingDeps {
  /** one's own account */
  me: AccountId
  archive: Archive
  history: History
  clock: Clock
  log: Log
  /** somebody says something of a message: edits, takes back, feels, pins */
  marks: { hear: (speaker: Speaker, content: Content, change: Change) => Promise<void> }
  /** a member gives keys */
  onKeys: (change: Change, group: Group, account: AccountId, keys: Keys) => void
}

export class Hearing {
  readonly #deps: HearingDeps

  constructor (deps: HearingDeps) {
    this.#deps = deps
  }

  /** @param by who handed it on. @throws AppError PROTOCOL: not signed by its author, or out of bounds */
  async hear (change: Change, group: Group, signed: SignedGroupItem, { by }: { by: AccountId }): Promise<Heard> {
    const item = verifyGroupItem(signed)
    if (item.group !== group.id) return { kind: 'refused' }
    return await this.take(change, group, item, { by })
  }

  /** @param verified whether its author was a member is known */
  async take (
    change: Change, group: Group, item: VerifiedItem, { by, verified = true }: { by: AccountId, verified?: boolean }
  ): Promise<Heard> {
    const { author, chain, seq, heads } = item
    const known = group.chain(author, chain)
    const same = await this.#at(group, known?.places.get(seq))
    if (same !== undefined) {
      if (same.hash !== item.hash) this.doubt(change, group, author, 'forked')
      return { kind: 'known' }
    }
    const standing = group.membership.at(heads)
    if (standing === undefined && verified) {
      group.hold({ item, by, sinceMs: this.#deps.clock.now() })
      return { kind: 'held' }
    }
    const doubt = standing !== undefined && !mayPost(standing, author)
      ? 'outsider'
      : isLate(group, item) ? 'late' : await this.#isForked(group, item) ? 'forked' : undefined
    if (doubt !== undefined) {
      this.doubt(change, group, author, doubt)
      return { kind: 'refused' }
    }
    const at = group.nextItem
    if (!group.note(item, at)) return { kind: 'refused' }
    this.#deps.archive.putItem(change.batch, at, item)
    // Nobody is sent this who was no member then, unless a member means them to have it.
    const offered = standing !== undefined && !standing.members.has(this.#deps.me)
    await this.#show(change, group, item, { verified, at, ...(offered ? { offeredBy: by } : {}) })
    return { kind: 'new', item }
  }

  /** What waited for its membership: taken where that has come, shown as unverified where it has not for a day. */
  async recall (change: Change, group: Group): Promise<VerifiedItem[]> {
    const items: VerifiedItem[] = []
    for (const [hash, { item, by, sinceMs }] of group.held) {
      const isKnown = group.membership.at(item.heads) !== undefined
      if (!isKnown && this.#deps.clock.now() - sinceMs < GROUP_ITEM_HELD_MS) continue
      group.held.delete(hash)
      const heard = await this.take(change, group, item, { by, verified: isKnown })
      if (heard.kind === 'new') items.push(heard.item)
    }
    return items
  }

  doubt (change: Change, group: Group, account: AccountId, what: DoubtRow['what']): void {
    const name = `${account} ${what}`
    // Once of each: whoever does it again and again must not fill the list for others.
    if (group.doubts.has(name) || group.doubts.size >= MAX_DOUBTS) return
    this.#deps.log.warn('a group member is doubted', { what })
    this.#deps.archive.putDoubt(change.batch, group.id, group.doubts.size, { account, what, atMs: this.#deps.clock.now() })
    group.doubts.add(name)
    change.emit('group:changed', { groupId: group.id })
  }

  async #at (group: Group, at: bigint | undefined): Promise<KeptItem | undefined> {
    if (at === undefined) return undefined
    return group.recent.get(at) ?? await this.#deps.archive.item(group.id, at)
  }

  /** Its neighbours in the chain say otherwise. */
  async #isForked (group: Group, { author, chain, seq, prev, hash }: VerifiedItem): Promise<boolean> {
    const places = group.chain(author, chain)?.places
    const before = await this.#at(group, places?.get(seq - 1))
    const after = await this.#at(group, places?.get(seq + 1))
    return (before !== undefined && before.hash !== prev) || (after !== undefined && after.prev !== hash)
  }

  async #show (
    change: Change, group: Group, item: VerifiedItem, { verified, at, offeredBy }: { verified: boolean, at: bigint, offeredBy?: AccountId }
  ): Promise<void> {
    const { me, archive, history, clock, log, marks } = this.#deps
    const contactId = historyOf(group.id)
    const said = contentOf(item)
    // What one said oneself comes back to an old copy of the profile.
    const by = item.author === me ? 'out' : item.author
    if (said !== undefined && MARKS.some(kind => said[kind] !== undefined)) {
      // Of whoever cannot be shown to have been a member words are shown, with a doubt; they change nothing.
      if (!verified) return
      try {
        if (said.edit !== undefined) archive.putEdit(change.batch, group.id, contentIdFromBytes(said.edit.target), at)
        await marks.hear({ contactId, by }, said, change)
      } catch (err) {
        log.warn('content of a group refused', errorFields(err))
      }
      return
    }
    if (said?.keys !== undefined && verified && offeredBy === undefined) this.#deps.onKeys(change, group, item.author, said.keys)
    const content = said && shownContent(said, item, { verified, offeredBy })
    if (content === undefined || (await history.known(contactId, [content.id])).size > 0) return
    const direction = by === 'out' ? 'out' : 'in'
    const page: Page = { direction, storedAtMs: clock.now(), contents: [content] }
    await history.addPage(change, contactId, page, { isPast: offeredBy !== undefined })
    if (offeredBy !== undefined) change.emit('contact:changed', { contactId })
    else if (direction === 'in') change.emit('message:received', { contactId, messageIds: idsOf([content]) })
  }
}

const NO_BYTES = new Uint8Array(0)
const MARKS = ['edit', 'deletion', 'reaction', 'pin'] as const

/** By somebody who is a member no longer: more than whoever removed them had heard, or than they had said when they left. */
export function isLate (
  { membership }: Pick<Group, 'membership'>, { author, chain, seq }: Pick<VerifiedItem, 'author' | 'chain' | 'seq'>
): boolean {
  const { members, gone } = membership.now
  return !members.has(author) && seq > (gone.get(author)?.get(chain) ?? 0)
}

/** @returns undefined for what cannot be read */
function contentOf ({ content: bytes }: VerifiedItem): Content | undefined {
  try {
    const content = Content.decode(bytes)
    return content.id.byteLength === CONTENT_ID_BYTES ? content : undefined
  } catch {
    return undefined
  }
}

/** @returns undefined for what shows nowhere, or is out of bounds */
function shownContent (
  { id, lamport, sentAtMs, text, quiet }: Content, { author, chain, seq, content: raw }: VerifiedItem,
  { verified, offeredBy }: { verified: boolean, offeredBy: AccountId | undefined }
): Content | undefined {
  if ((text?.text.byteLength ?? 0) > MAX_GROUP_TEXT_BYTES || (text === undefined && quiet)) return undefined
  const origin = {
    author: idBytes(author), chain: fromHex(chain), seq, addressees: 0, unverified: !verified,
    offeredBy: offeredBy === undefined ? NO_BYTES : idBytes(offeredBy)
  }
  return { id, lamport, seq, sentAtMs, quiet: false, origin, ...(text === undefined ? { newer: { raw } } : { text }) }
}

/** Where in which chain a content was said. */
export const originOf = ({ origin }: Content): { author: AccountId, chain: string, seq: number } | undefined => origin && {
  author: toHex(origin.author) as AccountId, chain: toHex(origin.chain), seq: origin.seq
}
