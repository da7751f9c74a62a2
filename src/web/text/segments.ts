/** A message's text as stretches of words and of links. Nothing is ever parsed as HTML, and no link is asked about. */
import { plainText } from './names.ts'

export type Segment =
  | { kind: 'text', text: string }
  /** @ and the name of somebody who is in the conversation */
  | { kind: 'mention', text: string }
  /** `host`: as it will be asked for, in the letters of the network */
  | { kind: 'link', text: string, href: string, host: string, imitates: boolean }

const LINK = /\bhttps?:\/\/[^\s<>"'`\u0000-\u0020]+/giu // oxlint-disable-line no-control-regex
/** what belongs to the sentence and not to the link */
const TRAILING = /[.,;:!?…)\]}»”’]+$/u
const MAX_LINKS = 100
/** The rest is shown when it is asked for: ten megabytes of text would take the page's breath. */
export const MAX_SHOWN_CHARS = 4000

export function segmentsOf (raw: string): Segment[] {
  const text = plainText(raw)
  const segments: Segment[] = []
  let from = 0
  for (const match of text.matchAll(LINK)) {
    if (segments.length > 2 * MAX_LINKS) break
    const shown = withoutTrailing(match[0])
    const link = parse(shown)
    if (link === undefined) continue
    if (match.index > from) segments.push({ kind: 'text', text: text.slice(from, match.index) })
    segments.push(link)
    from = match.index + shown.length
  }
  if (from < text.length) segments.push({ kind: 'text', text: text.slice(from) })
  return segments
}

/** The stretches of a text that name somebody, set apart. The name ends where its letters do, as the node sees it, too. */
export function withMentions (segments: readonly Segment[], names: readonly string[]): Segment[] {
  const wanted = names.filter(name => name !== '').map(name => `@${name.toLowerCase()}`)
  return segments.flatMap(segment => segment.kind === 'text' ? split(segment.text, wanted) : segment)
}

function split (text: string, wanted: readonly string[]): Segment[] {
  const lower = text.toLowerCase()
  if (wanted.length === 0 || lower.length !== text.length) return [{ kind: 'text', text }] // letters that change their count
  const found: Segment[] = []
  let from = 0
  for (let at = lower.indexOf('@'); at !== -1; at = lower.indexOf('@', at + 1)) {
    const name = wanted.find(one => lower.startsWith(one, at) && !/^[\p{L}\p{N}_]/u.test(lower.slice(at + one.length)))
    if (name === undefined) continue
    if (at > from) found.push({ kind: 'text', text: text.slice(from, at) })
    found.push({ kind: 'mention', text: text.slice(at, at + name.length) })
    from = at + name.length
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) })
  return found
}

/** A closing bracket belongs to the link if the link has the opening one. */
function withoutTrailing (text: string): string {
  const cut = text.replace(TRAILING, '')
  return text.startsWith(')', cut.length) && cut.includes('(') ? text.slice(0, cut.length + 1) : cut
}

function parse (text: string): Segment | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  // A name before the host is there to be taken for the host.
  const imitates = url.username !== '' || url.password !== '' || /(^|\.)xn--/.test(url.hostname)
  return { kind: 'link', text: imitates ? url.href : text, href: url.href, host: url.host, imitates }
}
