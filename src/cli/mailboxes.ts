/** Mailboxes, for a person. */
import type { Invite, MailboxState } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { formatTime } from './rows.ts'

const STATES = { new: 'not asked yet', reachable: 'reachable', unreachable: 'unreachable' }

const LIES: Record<MailboxState['lied'][number], string> = {
  altered: 'ALTERS cells', repeated: 'REPEATS cells', disordered: 'DISORDERS cells', withheld: 'KEEPS cells BACK'
}

export function showMailbox (out: Output, mailbox: MailboxState): void {
  const { host, hostId, own, state, problem, people, fetchedAtMs, altered, lied, replaced } = mailbox
  const marks = [
    ...(own ? ['yours'] : []),
    problem === null ? STATES[state] : `${STATES[state]} (${problem})`,
    `${people} ${people === 1 ? 'person' : 'people'}`,
    fetchedAtMs === null ? 'not fetched yet' : `fetched ${formatTime(fetchedAtMs)}`,
    ...(altered > 0 ? [`ALTERED ${altered} cells`] : []),
    ...lied.map(fault => LIES[fault]),
    ...(replaced ? ['replaced'] : [])
  ]
  const name = out.strong(printableName(host).padEnd(20))
  out.row({ type: 'mailbox', ...mailbox }, `${name} ${marks.join(', ')}  ${out.faint(hostId.slice(-12))}`)
}

export const hostNames = (hosts: readonly string[]): string => hosts.map(printableName).join(' and ')

/** Whether somebody may follow this link while this node is off. */
export const whileAway = ({ mailboxes }: Invite): string => mailboxes.length === 0
  ? 'While this node runs it is answered at once.'
  : `It works while you are away, too: ${hostNames(mailboxes)} ${mailboxes.length === 1 ? 'keeps' : 'keep'} it, and cannot read it.`
