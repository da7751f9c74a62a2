/** What a node says of itself, for a person. */
import type { Status } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'

const STATES = { empty: 'running, without a profile', locked: 'running, locked', open: 'ready' }

export function showStatus (out: Output, status: Status): void {
  const { state, role, name, network, addresses, mailbox, mailboxes = [], guards = [], peers, dht, relay, proxy, stunPorts, upnp } = status
  const { waiting, pid, notes } = status
  const doing = out.strong(role === 'infrastructure' ? 'serving' : STATES[state])
  const lines = [
    `${doing}${name === undefined ? '' : ` as ${printableName(name)}`}  ${out.faint(`pid ${pid}`)}`,
    ...(network === null ? [] : [
      `network   ${printableName(network)}`,
      `peers     ${peers}   DHT ${dht.mode}, ${dht.tableSize} known`,
      ...(proxy === undefined ? [] : [`proxy     ${proxy.clients} clients   ${proxy.hosts} hosts`]),
      ...(relay === undefined ? [] : [`relay     ${relay.reservations} reachable through it   ${relay.circuits} talking`]),
      ...(stunPorts === undefined ? [] : [`STUN      ${stunPorts.length === 0 ? 'no UDP port was free' : `UDP ${stunPorts.join(', ')}`}`]),
      ...(upnp === undefined ? [] : [`UPnP      ${routerLine(upnp)}`]),
      ...(mailbox === undefined ? [] : [mailboxLine(mailbox)]),
      ...addresses.map((address, at) => `${at === 0 ? 'address ' : '        '}  ${address}`)
    ]),
    ...mailboxes.map(({ host, state: reached, problem }, at) =>
      `${at === 0 ? 'mailboxes' : '         '} ${printableName(host)}, ${reached}${problem === null ? '' : ` (${problem})`}`),
    ...guards.map(({ operator, state: reached }, at) =>
      `${at === 0 ? 'over     ' : '         '} ${printableName(operator)}${reached === 'unreachable' ? ', does not answer' : ''}`),
    ...(role === 'user' && state === 'open' ? [`waiting   ${waiting} message${waiting === 1 ? '' : 's'}`] : []),
    ...(status.clockDoubt === undefined ? [] : [`clock     ${status.clockDoubt}`]),
    ...notes.map(note => `note      ${note}`)
  ]
  out.row({ type: 'status', ...status }, lines.join('\n'))
}

const routerLine = ({ state, addresses, problem }: NonNullable<Status['upnp']>): string =>
  problem ?? (state === 'open' ? `the router lets others in at ${addresses.join(', ')}` : 'asking the router')

const mailboxLine = ({ queues, cells, bytes, durable }: NonNullable<Status['mailbox']>): string =>
  `mailbox   ${queues} queues   ${cells} cells, ${Math.ceil(bytes / 2 ** 20)} MiB${durable ? '   kept across restarts' : ''}`
