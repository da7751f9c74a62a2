/** What was posted, laid into the history where people read it: some posts a page, in the order in which they came. */
import { fromHex } from '../../base/bytes.ts'
import { idBytes, type AccountId, type ChannelId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import { postId, type VerifiedPost } from '../../crypto/channel-posts.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { Change } from '../core/changes.ts'
import { idsOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
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

export class Notices {
  readonly #deps: { history: History, clock: Clock }

  constructor (deps: { history: History, clock: Clock }) {
    this.#deps = deps
  }

  async show (change: Change, channel: Channel, posts: readonly VerifiedPost[]): Promise<void> {
    if (posts.length === 0) return
    for (const leaf of leavesOf(channel, posts)) await this.#add(change, channel.id, leaf)
    change.emit('channel:changed', { channelId: channel.id })
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
    origin: { author: idBytes(author), chain: fromHex(chain), seq, addressees: 0, unverified: false }
  }
}
