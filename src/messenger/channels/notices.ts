/** What was posted, laid into the history where people read it: some posts a page, in the order in which they came. */
import { fromHex, toText } from '../../base/bytes.ts'
import { contentIdFromBytes, idBytes, type AccountId, type ChannelId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import { postId, type VerifiedPost } from '../../crypto/channel-posts.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { Change } from '../core/changes.ts'
import { idsOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Markings } from '../mail/markings.ts'
import type { Author, MarksRow } from '../mail/marks.ts'
import type { Channel } from './channel.ts'

const MAX_POSTS_PER_PAGE = 16

/** A channel's history lies under its id, as that with a contact does under theirs. */
export const historyOf = (channel: ChannelId): AccountId => channel as string as AccountId

interface Leaf {
  direction: 'in' | 'out'
  /** posted before this channel was followed here: nobody waits for it */
  isOld: boolean
  posts: VerifiedPost[]
}

export interface NoticesDeps {
  history: History
  markings: Pick<Markings, 'marker'>
  clock: Clock
  log: Log
}

export class Notices {
  readonly #deps: NoticesDeps

  constructor (deps: NoticesDeps) {
    this.#deps = deps
  }

  /** @throws AppError NOT_FOUND, REFUSED: one's own speaks of what is not here, or not one's own */
  async show (change: Change, channel: Channel, posts: readonly VerifiedPost[]): Promise<void> {
    if (posts.length === 0) return
    for (const leaf of leavesOf(channel, posts)) await this.#add(change, channel.id, leaf)
    for (const post of posts) {
      try {
        await this.#mark(change, channel, post)
      } catch (err) {
        if (post.author === channel.row.own.author) throw err
        this.#deps.log.warn('mark on a post refused', errorFields(err))
      }
    }
    change.emit('channel:changed', { channelId: channel.id })
  }

  /** What a post says of others. By its author's time, so that all who follow end with the same. */
  async #mark (change: Change, channel: Channel, post: VerifiedPost): Promise<void> {
    const { edit, retract, pin } = post.act
    const atMs = Math.min(post.atMs, this.#deps.clock.now())
    const stamp = { lamport: post.atMs, id: contentIdFromBytes(postId(post)) }
    const isOwn = post.author === channel.row.own.author
    const by: Author = isOwn ? 'out' : post.author as string as AccountId
    const mark = async (target: Uint8Array, patch: MarksRow, { text, authorOnly = true }: { text?: string, authorOnly?: boolean } = {}) => {
      const marker = await this.#deps.markings.marker(historyOf(channel.id), contentIdFromBytes(target), { by, authorOnly })
      marker.mark(change, patch, text)
    }
    if (edit !== undefined) await mark(edit.target, { edit: { ...stamp, atMs } }, { text: toText(edit.text) })
    for (const target of retract?.targets ?? []) await mark(target, { deleted: { atMs } })
    if (pin !== undefined) await mark(pin.target, { pin: { ...stamp, on: !pin.off } }, { authorOnly: false })
  }

  async #add (change: Change, id: ChannelId, { direction, isOld, posts }: Leaf): Promise<void> {
    const { history, clock } = this.#deps
    const contactId = historyOf(id)
    const conversation = await history.conversation(contactId)
    const first = conversation.lamport + 1
    const contents = posts.map((post, i) => contentOf(post, first + i))
    const position = await history.addPage(change, contactId, { direction, storedAtMs: clock.now(), contents })
    if (direction === 'out') return
    if (!isOld) {
      change.emit('message:received', { contactId, messageIds: idsOf(contents) })
      return
    }
    conversation.unread -= contents.length
    change.undo(() => { conversation.unread += contents.length })
    if (conversation.unread === 0) conversation.readThrough = position
  }
}

function leavesOf ({ row: { own, addedAtMs } }: Channel, posts: readonly VerifiedPost[]): Leaf[] {
  const leaves: Leaf[] = []
  for (const post of posts) {
    if (post.act.text === undefined) continue
    const direction = post.author === own.author ? 'out' : 'in'
    const isOld = post.atMs <= addedAtMs
    const last = leaves.at(-1)
    const fits = last !== undefined && last.direction === direction && last.isOld === isOld && last.posts.length < MAX_POSTS_PER_PAGE
    if (fits) last.posts.push(post)
    else leaves.push({ direction, isOld, posts: [post] })
  }
  return leaves
}

function contentOf (post: VerifiedPost, lamport: number): Content {
  const { author, chain, seq, atMs, act } = post
  return {
    id: postId(post),
    lamport,
    seq,
    sentAtMs: atMs,
    quiet: false,
    text: { text: act.text!.text, replyTo: new Uint8Array(0), expiresAfterMs: 0 },
    origin: { author: idBytes(author), chain: fromHex(chain), seq, addressees: 0, unverified: false, offeredBy: new Uint8Array(0) }
  }
}
