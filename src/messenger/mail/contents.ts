/** What kinds of contents there are: those that have a place in the history, and those that only say something of others. */
import { AppError } from '../../base/errors.ts'
import type { ContentId } from '../../base/ids.ts'
import { accountIdFromBytes, contentIdFromBytes } from '../../base/ids.ts'
import { MAX_EXPIRY_MS, MIN_EXPIRY_MS } from '../../wire/limits.ts'
import type { PageStateRow } from '../core/rows.ts'
import { Content, RawContents } from '../../wire/gen/content.ts'
import type { Author } from './marks.ts'
import type { Direction, Page } from './pages.ts'

/** How long after it was read a content disappears, in milliseconds; undefined: it stays. What is out of bounds is brought into them. */
export function expiryOf ({ text, erased }: Content): number | undefined {
  const afterMs = text?.expiresAfterMs ?? erased?.expiresAfterMs ?? 0
  return afterMs === 0 ? undefined : Math.max(MIN_EXPIRY_MS, Math.min(afterMs, MAX_EXPIRY_MS))
}

/** @throws AppError BAD_INPUT: out of bounds */
export function checkExpiry (afterMs: number): void {
  if (afterMs === 0 || (afterMs >= MIN_EXPIRY_MS && afterMs <= MAX_EXPIRY_MS)) return
  throw new AppError('BAD_INPUT', 'messages can disappear after 5 minutes at the earliest, and a year at the latest')
}

/**
 * When the time of what disappears began: of theirs when it was read here; of one's own when it arrived there, and in a
 * group, where some may never come back, at once.
 */
export function begunAt (
  { direction, storedAtMs, contents }: Page, { deliveredAtMs, readAtMs }: PageStateRow
): number | undefined {
  if (direction === 'in') return readAtMs
  return contents.some(({ origin }) => origin !== undefined) ? storedAtMs : deliveredAtMs ?? readAtMs
}

/** Who wrote what lies in a page of this direction. */
export const authorOf = (direction: Direction, { origin }: Content): Author =>
  direction === 'out' || origin === undefined ? direction : accountIdFromBytes(origin.author)

/** Whether a text names somebody: an @ and the name, in any case, and no letter behind it. */
export function mentions (text: string, name: string): boolean {
  const wanted = `@${name.toLowerCase()}`
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    if (!/^[\p{L}\p{N}_]/u.test(lower.slice(at + wanted.length))) return true
  }
  return false
}

/** It has a place in the history. */
export const isShown = ({ text, erased, newer }: Content): boolean =>
  text !== undefined || erased !== undefined || newer !== undefined

export const idsOf = (contents: Content[]): ContentId[] => contents.map(content => contentIdFromBytes(content.id))
export const shownIds = (contents: Content[]): ContentId[] => idsOf(contents.filter(isShown))

const BODIES = [
  'text', 'read', 'keys', 'pairSecret', 'profile', 'mailboxes', 'edit', 'deletion', 'reaction', 'erased', 'pin', 'timer', 'group',
  'newer'
] as const satisfies (keyof Content)[]

/** Made by a newer nobyte, and meant to be seen. */
const isNewer = (content: Content): boolean => !content.quiet && BODIES.every(kind => content[kind] === undefined)

/** Contents whose kind is not known here keep the bytes that they came in, for a version that knows it. */
export function withNewer (contents: Content[], plaintext: Uint8Array): Content[] {
  if (!contents.some(isNewer)) return contents
  const raw = RawContents.decode(plaintext).contents
  return contents.map((content, i) => isNewer(content) ? { ...content, newer: { raw: raw[i]! } } : content)
}

/** What two say to each other comes from no group, whatever it claims. */
export const withoutOrigin = (contents: Content[]): Content[] =>
  contents.some(({ origin }) => origin !== undefined) ? contents.map(({ origin: _, ...content }) => content) : contents

/** What was kept by a version that did not know its kind, when this one does. */
export function readable (content: Content): Content {
  if (content.newer === undefined) return content
  try {
    const decoded = Content.decode(content.newer.raw)
    return decoded.text === undefined ? content : { ...decoded, ...(content.origin === undefined ? {} : { origin: content.origin }) }
  } catch {
    return content
  }
}
