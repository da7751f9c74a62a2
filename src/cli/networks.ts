/** A network and its peers, for a person. */
import type { NetworkStatus } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { formatTime } from './rows.ts'

const GUARD_STATES = { new: 'not asked yet', reachable: 'reachable', unreachable: 'does not answer' }

export function showNetwork (out: Output, network: NetworkStatus): void {
  const { name, id, kind, private: hasKey, bootstrap, addresses, way, guards = [], peers } = network
  const lines = [
    `${out.strong(printableName(name))}  ${out.faint(id)}  ${kind === 'lan' ? 'neighbours only' : hasKey ? 'private' : 'open'}`,
    ...bootstrap.map(({ operator, addresses }) => `bootstrap  ${printableName(operator ?? 'unnamed')}  ${addresses.join(' ')}`),
    ...(way === undefined ? [] : [`servers    ${way === 'direct' ? 'reached straight' : 'reached over other operators\' nodes'}`]),
    ...guards.map(({ operator, peerId, sinceMs, state }) =>
      `proxy      ${printableName(operator)}  ${GUARD_STATES[state]}, since ${formatTime(sinceMs)}  ${out.faint(peerId.slice(-12))}`),
    ...addresses.map(address => `you        ${address}`),
    ...peers.map(peer => `${peer.kind === 'peer' ? 'peer      ' : 'DHT server'} ${peer.peerId}  ${routeOf(peer)}, ${peer.direction}`)
  ]
  out.row({ type: 'network', ...network }, lines.join('\n'))
}

const routeOf = ({ route, relay }: NetworkStatus['peers'][number]): string =>
  relay === undefined ? route : `${route} by ${printableName(relay)}`
