/** Everybody who stands between this node and others, or at the other end: from what the node tells. */
import type { Chat, MailboxState, NetworkStatus } from '../../api/schema.ts'

export interface Standing {
  id: string
  name: string
  kind: 'person' | 'server' | 'proxy' | 'mailbox' | 'relay' | 'neighbour'
  way: 'direct' | 'relayed' | 'proxied' | 'away'
}

const MAX_PEOPLE = 24

export function standing ({ network, mailboxes, chats }: {
  network: NetworkStatus, mailboxes: readonly MailboxState[], chats: readonly Chat[]
}): Standing[] {
  const { peers, guards = [], way = 'direct', bootstrap } = network
  const operatorOf = new Map(bootstrap.flatMap(({ operator, addresses }) =>
    addresses.flatMap(address => operator === undefined ? [] : [[address.split('/p2p/').at(-1) ?? '', operator] as const])))
  const all = new Map<string, Standing>()
  const people = chats.map(({ contact }) => contact).filter(({ blocked }) => !blocked)
    .sort((a, b) => Number(b.online) - Number(a.online)).slice(0, MAX_PEOPLE)
  for (const { contactId, name, online } of people) all.set(contactId, { id: contactId, name, kind: 'person', way: online ? 'direct'
    : 'away' })
  for (const { operator, peerId, state } of guards) {
    all.set(`proxy ${peerId}`, { id: `proxy ${peerId}`, name: operator, kind: 'proxy', way: state === 'unreachable' ? 'away' : 'direct' })
  }
  for (const { host, hostId, state } of mailboxes) {
    all.set(`mailbox ${hostId}`, { id: `mailbox ${hostId}`, name: host, kind: 'mailbox', way: state === 'unreachable' ? 'away' : way })
  }
  for (const { peerId, kind, relay } of peers) {
    if (relay !== undefined) all.set(`relay ${relay}`, { id: `relay ${relay}`, name: operatorOf.get(relay) ?? relay, kind: 'relay',
      way: 'direct' })
    if (kind === 'dht-server') all.set(`server ${peerId}`, { id: `server ${peerId}`, name: operatorOf.get(peerId) ?? short(peerId),
      kind: 'server', way: 'direct' })
    else if (people.length === 0) all.set(peerId, { id: peerId, name: short(peerId), kind: 'neighbour', way: relay === undefined ? 'direct'
      : 'relayed' })
  }
  return [...all.values()]
}

const short = (peerId: string): string => `…${peerId.slice(-8)}`
