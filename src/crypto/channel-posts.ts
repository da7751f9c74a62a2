/** What authors say in a channel: signed by a key of that channel alone and chained, so that anybody who has it can hand it on. */
import { concat, toHex, u64be, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import {
  channelAuthorFromBytes, channelIdFromBytes, CONTENT_ID_BYTES, idBytes, KEY_BYTES, type ChannelAuthorId, type ChannelId
} from '../base/ids.ts'
import { ChannelPost, type ChannelHead, type SignedChannelPost } from '../wire/gen/channel.ts'
import {
  GROUP_CHAIN_BYTES, MAX_CHAINS_PER_DISMISSAL, MAX_CHANNEL_POST_BYTES, MAX_CHANNEL_TEXT_BYTES, MAX_NAME_BYTES,
  MAX_TARGETS_PER_DELETION
} from '../wire/limits.ts'
import { readMessage, sized, wholeNumber } from '../wire/messages.ts'
import { LABELS } from './labels.ts'
import { ed25519FromSeed, sha256, verifyEd25519 } from './primitives.ts'

/** The last post of one chain. */
export interface Head {
  author: ChannelAuthorId
  /** 32 hex digits */
  chain: string
  seq: number
  /** SHA-256, 64 hex digits */
  hash: string
}

/** One of them; none in what a newer nobyte says. */
export type ChannelAct = Partial<Pick<ChannelPost, 'settings' | 'text' | 'admit' | 'dismiss' | 'edit' | 'retract' | 'pin'>>

export interface VerifiedPost extends Head {
  readonly channel: ChannelId
  /** empty in the first of a chain */
  readonly prev: string
  readonly atMs: number
  readonly act: ChannelAct
  readonly signed: SignedChannelPost
}

export interface PostPlace {
  channel: ChannelId
  chain: string
  seq: number
  prev: string
  atMs: number
}

const MAX_TIME_MS = 2 ** 48 - 1
const named = (post: Uint8Array): Bytes => concat(utf8(LABELS.channelPost), post)
const hashBytes = (hash: string): Bytes => idBytes(hash as ChannelId)

/** @param seed 32 bytes: the author's key */
export function signPost (seed: Uint8Array, { channel, chain, seq, prev, atMs }: PostPlace, act: ChannelAct): VerifiedPost {
  const { publicKey, sign } = ed25519FromSeed(seed)
  const post = ChannelPost.encode({
    channel: idBytes(channel), author: publicKey, chain: hashBytes(chain), seq, prev: hashBytes(prev), atMs, ...act
  })
  return readPost({ post, signature: sign(named(post)) })
}

/** @throws AppError PROTOCOL: not what its author signed, or out of bounds */
export function verifyPost (signed: SignedChannelPost): VerifiedPost {
  const post = readPost(signed)
  if (verifyEd25519(idBytes(post.author), named(signed.post), signed.signature)) return post
  throw new AppError('PROTOCOL', 'its author did not sign this post')
}

export const postHash = (signed: SignedChannelPost): string => toHex(sha256(named(signed.post)))

/** One that was verified before. @throws AppError PROTOCOL: out of bounds */
export function readPost (signed: SignedChannelPost): VerifiedPost {
  const { channel, author, chain, seq, prev, atMs, settings, text, admit, dismiss, edit, retract, pin } =
    readMessage(ChannelPost, signed.post, MAX_CHANNEL_POST_BYTES)
  if (wholeNumber(seq, 'a post\'s place') === 0 || (seq === 1) !== (prev.byteLength === 0)) {
    throw new AppError('PROTOCOL', 'a post without a place in its chain')
  }
  if (wholeNumber(atMs, 'a post\'s time') > MAX_TIME_MS) throw new AppError('PROTOCOL', 'a post after all time')
  for (const name of [settings?.name, admit?.name]) {
    if (Buffer.byteLength(name ?? '') > MAX_NAME_BYTES) throw new AppError('PROTOCOL', 'too long a name')
  }
  if (((text ?? edit)?.text.byteLength ?? 0) > MAX_CHANNEL_TEXT_BYTES) throw new AppError('PROTOCOL', 'too long a post')
  if (edit?.text.byteLength === 0) throw new AppError('PROTOCOL', 'an edit of no text')
  if ((retract?.targets.length ?? 0) > MAX_TARGETS_PER_DELETION) throw new AppError('PROTOCOL', 'too many posts taken back')
  for (const target of [...retract?.targets ?? [], ...[edit, pin].flatMap(act => act === undefined ? [] : [act.target])]) {
    sized(target, CONTENT_ID_BYTES, 'a post\'s id')
  }
  if (admit !== undefined) sized(admit.author, KEY_BYTES, 'an author')
  if (dismiss !== undefined) {
    sized(dismiss.author, KEY_BYTES, 'an author')
    if (dismiss.ends.length > MAX_CHAINS_PER_DISMISSAL) throw new AppError('PROTOCOL', 'too many ends')
    dismiss.ends.forEach(readHead)
  }
  return {
    hash: postHash(signed),
    channel: channelIdFromBytes(channel),
    author: channelAuthorFromBytes(author),
    chain: toHex(sized(chain, GROUP_CHAIN_BYTES, 'a chain')),
    seq,
    prev: seq === 1 ? '' : toHex(sized(prev, KEY_BYTES, 'the post before')),
    atMs,
    act: {
      ...(settings === undefined ? {} : { settings }),
      ...(text === undefined ? {} : { text }),
      ...(admit === undefined ? {} : { admit }),
      ...(dismiss === undefined ? {} : { dismiss }),
      ...(edit === undefined ? {} : { edit }),
      ...(retract === undefined ? {} : { retract }),
      ...(pin === undefined ? {} : { pin })
    },
    signed
  }
}

/** @throws AppError PROTOCOL */
export function readHead ({ author, chain, seq, hash }: ChannelHead): Head {
  return {
    author: channelAuthorFromBytes(author),
    chain: toHex(sized(chain, GROUP_CHAIN_BYTES, 'a chain')),
    seq: wholeNumber(seq, 'a head\'s place'),
    hash: toHex(sized(hash, KEY_BYTES, 'a head'))
  }
}

export const headBytes = ({ author, chain, seq, hash }: Head): ChannelHead =>
  ({ author: idBytes(author), chain: hashBytes(chain), seq, hash: hashBytes(hash) })

/** What people call a post by: as other content ids it begins with its time; the rest is its hash. */
export function postId ({ atMs, hash }: Pick<VerifiedPost, 'atMs' | 'hash'>): Bytes {
  return concat(u64be(atMs).subarray(2), hashBytes(hash).subarray(0, CONTENT_ID_BYTES - 6))
}
