/** Mailboxes, for a person. */
import type { MailboxState } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { formatTime } from './rows.ts'

const STATES = { new: 'not asked yet', reachable: 'reachable', unreachable: 'unreachable' }

export function showMailbox (out: Output, mailbox: MailboxState): void {
  const { host, hostId, state, problem, people, fetchedAtMs, altered } = mailbox
  const marks = [
    problem === null ? STATES[state] : `${STATES[state]} (${problem})`,
    `${people} ${people === 1 ? 'person' : 'people'}`,
    fetchedAtMs === null ? 'not fetched yet' : `fetched ${formatTime(fetchedAtMs)}`,
    ...(altered > 0 ? [`ALTERED ${altered} cells`] : [])
  ]
  const name = out.strong(printableName(host).padEnd(20))
  out.row({ type: 'mailbox', ...mailbox }, `${name} ${marks.join(', ')}  ${out.faint(hostId.slice(-12))}`)
}
