/** How results look to a person; scripts get the same as JSON. */
import type { Contact, Message } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName, printableText } from './printable.ts'

export function showContact (out: Output, contact: Contact): void {
  out.row({ type: 'contact', ...contact }, contactLine(out, contact))
}

function contactLine (out: Output, { name, state, verified, online, blocked, keyChanged, unread = 0, contactId }: Contact): string {
  const marks = [
    state === 'ready' ? (online ? 'online' : 'offline') : state === 'pending' ? 'pending' : 'waits for approval',
    verified ? 'verified' : 'not verified',
    ...(blocked ? ['blocked'] : []),
    ...(keyChanged ? ['KEY CHANGED'] : []),
    ...(unread > 0 ? [`${unread} unread`] : [])
  ]
  return `${out.strong(printableName(name).padEnd(20))} ${marks.join(', ').padEnd(24)} ${out.faint(contactId.slice(0, 16))}`
}

const MARK = {
  waiting: '◷ waiting', 'in mailbox': '✉ in mailbox', sent: '✓ sent', delivered: '✓✓ delivered', read: '✓✓ read', received: ''
}

export function messageLine (out: Output, { direction, from, text, sentAtMs, state }: Message): string {
  const head = `${formatTime(sentAtMs)}  ${out.strong(direction === 'out' ? 'you' : printableName(from))}`
  const mark = MARK[state] === '' ? '' : `  ${out.faint(MARK[state])}`
  return `${out.faint(head)}: ${printableText(text).replaceAll('\n', '\n                  ')}${mark}`
}

/** Local time as YYYY-MM-DD HH:MM. */
export function formatTime (ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
