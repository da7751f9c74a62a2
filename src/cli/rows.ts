/** How results look to a person; scripts get the same as JSON. */
import type { Contact, Message } from '../api/schema.ts'
import { formatDuration } from './durations.ts'
import type { Output } from './output.ts'
import { printableName, printableText } from './printable.ts'

export function showContact (out: Output, contact: Contact): void {
  out.row({ type: 'contact', ...contact }, contactLine(out, contact))
}

/** How many are in a group, and whether whoever sits here is. */
const membersLine = ({ state, members }: NonNullable<Contact['group']>): string =>
  state === 'gone' ? 'no longer yours' : `${members} ${members === 1 ? 'member' : 'members'}`

function contactLine (out: Output, contact: Contact): string {
  const { name, state, verified, online, blocked, keyChanged, unread = 0, markedUnread, muted, archived, contactId, group } = contact
  const standing = state === 'ready' ? (online ? 'online' : 'offline') : state === 'pending' ? 'pending' : 'waits for approval'
  const marks = [
    ...(group === undefined ? [standing, verified ? 'verified' : 'not verified'] : [membersLine(group)]),
    ...(blocked ? ['blocked'] : []),
    ...(keyChanged ? ['KEY CHANGED'] : []),
    ...(unread > 0 ? [`${unread} unread`] : markedUnread ? ['to read again'] : []),
    ...(contact.readReceipts === false ? ['not told what you read'] : []),
    ...(contact.typing === false ? ['not told when you write'] : []),
    ...(muted ? ['muted'] : []),
    ...(archived ? ['archived'] : []),
    ...(contact.expiresAfterMs > 0 ? [`disappears after ${formatDuration(contact.expiresAfterMs)}`] : [])
  ]
  const note = contact.note === undefined ? '' : `  ${printableName(contact.note)}`
  return `${out.strong(printableName(name).padEnd(20))} ${marks.join(', ').padEnd(24)} ${out.faint(contactId.slice(0, 16))}${note}`
}

const MARK = {
  waiting: '◷ waiting', 'in mailbox': '✉ in mailbox', sent: '✓ sent', delivered: '✓✓ delivered', read: '✓✓ read', received: ''
}

export function messageLine (out: Output, message: Message): string {
  const { direction, from, sentAtMs, state, reactions, delivered } = message
  const head = `${formatTime(sentAtMs)}  ${out.strong(direction === 'out' ? 'you' : printableName(from))}`
  const had = delivered === undefined || delivered.count === delivered.of && delivered.read === 0 ? MARK[state] : haveIt(delivered)
  const mark = had === '' ? '' : `  ${out.faint(had)}`
  const feelings = reactions.map(({ emoji }) => emoji).join('')
  return `${out.faint(head)}: ${bodyOf(out, message)}${feelings === '' ? '' : `  ${printableText(feelings)}`}${mark}`
}

const haveIt = ({ of, count, read }: NonNullable<Message['delivered']>): string =>
  count < of ? `✓ ${count} of ${of} have it` : read < of ? `✓✓ ${read} of ${of} have read it` : MARK.read

function bodyOf (out: Output, { text, edited, deleted, newer, mentioned, pinned, late, unverified, offeredBy }: Message): string {
  if (deleted) return out.faint('(deleted)')
  if (newer === true) return out.faint('(made by a newer nobyte: update to see it)')
  const shown = printableText(text).replaceAll('\n', '\n                  ')
  const doubt = late === true ? out.faint(' (removed before this was heard)') : unverified === true ? out.faint(' (not verified)') : ''
  const past = offeredBy === undefined ? '' : out.faint(` (from before, by ${printableName(offeredBy)})`)
  return `${mentioned ? out.strong(shown) : shown}${edited ? out.faint(' (edited)') : ''}${doubt}${past}${pinned ? '  📌' : ''}`
}

const WORDS = {
  queued: 'written down here', sent: 'sent', 'in mailbox': 'left', delivered: 'received there', read: 'read',
  written: 'written, by their clock', received: 'received here'
}

const RECEIPT = { waiting: 'has not said that they have it', delivered: 'has it', read: 'has read it' }

/** Who of a group has a message, below it. */
export function receiptLine (out: Output, { name, state, deliveredAtMs }: NonNullable<Message['receipts']>[number]): string {
  const time = deliveredAtMs === null ? '' : formatTime(deliveredAtMs)
  return out.faint(`   ${time.padEnd(16)}  ${printableName(name)} ${RECEIPT[state]}`)
}

/** One step of a message's way, below it. */
export function stepLine (out: Output, { what, atMs, route, relay, host, untilMs }: NonNullable<Message['timeline']>[number]): string {
  const how = [
    ...(route === undefined ? [] : [route === 'direct' ? 'directly' : `through the relay of ${printableName(relay ?? 'somebody')}`]),
    ...(host === undefined ? [] : [`at ${printableName(host)}`]),
    ...(untilMs === undefined ? [] : [`until ${formatTime(untilMs)}`])
  ]
  return out.faint(`   ${formatTime(atMs)}:${String(new Date(atMs).getSeconds()).padStart(2, '0')}  ${[WORDS[what], ...how].join(' ')}`)
}

/** Local time as YYYY-MM-DD HH:MM. */
export function formatTime (ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

export function sizeText (bytes: number): string {
  const [divisor, unit] = bytes < 1000 ? [1, 'B'] : bytes < 1e6 ? [1000, 'kB'] : [1e6, 'MB']
  return `${(bytes / divisor).toFixed(bytes < 1000 || bytes >= 10 * divisor ? 0 : 1)} ${unit}`
}
