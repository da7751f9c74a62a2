/** Networks: their files, joining, and what one looks like to a person. */
import { resolve } from 'node:path'
import type { NetworkStatus } from '../api/schema.ts'
import type { Context } from './context.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { formatTime } from './rows.ts'

const GUARD_STATES = { new: 'not asked yet', reachable: 'reachable', unreachable: 'does not answer' }
const LINK = 'nobyte:'

interface CreateOptions { name: string, out: string, open?: true }

export async function createNetwork ({ programs, out }: Context, { name, out: file, open }: CreateOptions): Promise<void> {
  const path = resolve(file)
  const network = await programs.createNetworkFile({ name, open: open === true, path })
  out.row({ type: 'network', ...network, file: path }, `${out.good('✓')} ${file}  ${out.faint(network.id)}`)
  out.note(open === true ? 'Anybody can join it.' : 'It holds the key: whoever has this file can join.')
  out.note(`Next, on a computer that stays on: nobyte serve --network ${file} --listen /ip4/0.0.0.0/tcp/4501`)
}

export async function exportNetwork ({ call, out }: Context): Promise<void> {
  const network = await call('network.export')
  out.row({ type: 'network', ...network }, JSON.stringify(network, null, 2))
  if (network.psk !== undefined) out.note('It holds the key: whoever has this file can join.')
}

export async function joinNetwork ({ programs, call, out }: Context, fileOrLink: string): Promise<void> {
  const file = fileOrLink.startsWith(LINK) ? undefined : resolve(fileOrLink)
  const joined = await call('network.join', file === undefined ? { link: fileOrLink } : { network: await programs.readNetworkFile(file) })
  out.row({ type: 'network', ...joined, ...(file === undefined ? {} : { file }) }, `${out.good('✓')} joined ${joined.name}`)
}

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
