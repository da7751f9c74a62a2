/** Hostile bytes for what a messenger serves: proofs, frames of a contact, requests, ways through routers, its local API. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { peerIdFromString } from '@libp2p/peer-id'
import { answerFrame } from '../../src/api/dispatch.ts'
import { nodeMethodTable } from '../../src/api/methods.ts'
import type { NodeControl } from '../../src/api/node.ts'
import { fromBase64url, toHex, utf8, type Bytes } from '../../src/base/bytes.ts'
import type { DeviceId } from '../../src/base/ids.ts'
import { silentLog as log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { SteadyClock } from '../../src/base/steady.ts'
import { systemClock as clock } from '../../src/base/time.ts'
import { channelKeys, sealQuestion } from '../../src/crypto/channel-keys.ts'
import { dialProof } from '../../src/crypto/handshake.ts'
import { sealRequest } from '../../src/crypto/invites.ts'
import { createIdentity } from '../../src/messenger/core/identity.ts'
import type { ContactRow, InviteRow } from '../../src/messenger/core/rows.ts'
import type { Messenger } from '../../src/messenger/messenger.ts'
import { openMessenger } from '../../src/messenger/wiring.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { bytesCodec, jsonCodec } from '../../src/store/codecs.ts'
import { openProfile } from '../../src/store/profile.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { Frame, NackReason } from '../../src/wire/gen/delivery.ts'
import { parseChannelLink } from '../../src/wire/channel-link.ts'
import { ChannelBatch, ChannelKnown } from '../../src/wire/gen/channel.ts'
import { parseLink } from '../../src/wire/link.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { mutate } from './mutations.ts'
import { framed, hostile, overhearing, until, visited, type Handlers, type HandlerTarget } from './saying.ts'

/** Tables, and the count of facts, that change when a session begins anew or somebody was there. */
const OF_A_SESSION = new Set([
  'contacts', 'sessions', 'prekeys', 'outbox', 'envelopes', 'devices', 'spares', 'events', 'facts'
])

interface Resident {
  store: Store
  node: NetworkNode
  messenger: Messenger
  handlers: Handlers
  close: () => Promise<void>
}

export async function resident (name: string, { folder, network }: { folder: string, network: NetworkDescriptor }): Promise<Resident> {
  const deps = { clock, random, log }
  const profile = await openProfile(join(folder, name), deps)
  const store = await profile.create({ passphrase: 'fuzz', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
  await createIdentity(store, { name, entropy: random(32), ...deps })
  const node = await createNode({ role: 'user', network, listen: ['/ip4/127.0.0.1/tcp/0'], ...deps })
  const { heard, handlers } = overhearing(node)
  const messenger = await openMessenger({ store, node: heard, steady: new SteadyClock(clock), ...deps })
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closed ??= (async () => {
      await messenger.stop()
      await node.stop()
      await profile.close()
    })()
    await closed
  }
  return { store, node, messenger, handlers, close }
}

export async function peopleTargets (ada: Resident, radia: Resident): Promise<HandlerTarget[]> {
  const online = async (): Promise<boolean> => (await ada.messenger.people()).some(one => one.online)
  await radia.messenger.accept((await ada.messenger.invite()).link, { wait: true, timeoutMs: 60_000 })
  await ada.messenger.send('Radia', 'what we have said')
  const radiasPeer = radia.node.peerId
  const { link: channelLink } = await ada.messenger.channels.create('Night sky')
  await until(async () => ada.handlers.has(PROTOCOLS.channel))
  const proof = await proofOf(radia, ada)
  await until(async () => ada.messenger.waiting === 0 && radia.messenger.waiting === 0)
  const link = parseLink((await ada.messenger.invite({ reusable: true })).link)
  await radia.close()
  await until(async () => !await online())
  await stillness(ada.store)

  const state = async (): Promise<Record<string, string>> => {
    await until(async () => !await online())
    const kept = await digests(ada.store)
    const { messenger } = ada
    const shown = {
      people: (await messenger.people()).map(({ lastSeenMs: _, ...person }) => person),
      requests: await messenger.requests(),
      messages: await messenger.read('Radia', { peek: true }),
      invites: (await messenger.invites()).length,
      waiting: messenger.waiting
    }
    return { ...kept, shown: JSON.stringify(shown), facts: String(messenger.log.latestSeq) }
  }
  /** Without what belongs to the session with that one contact, who may say that it is broken and have it begun anew. */
  const stateBesidesSession = async (): Promise<Record<string, string>> =>
    Object.fromEntries(Object.entries(await state()).filter(([name]) => !OF_A_SESSION.has(name)))
  const about = { state, sideBySide: true }
  const visit = (protocol: string, said: Uint8Array[], peerId?: string): Promise<void> =>
    visited(ada.handlers.get(protocol)!, { protocol, said, ...(peerId === undefined ? {} : { remotePeer: peerIdFromString(peerId) }) })
  const frame = Frame.encode({
    envelope: { preKey: false, ciphertext: random(300) }, ack: { hashes: [random(16)] }, resume: { lastCounter: 3 },
    nack: { hash: random(16), reason: NackReason.BUSY }
  })
  const asked = channelKeys(parseChannelLink(channelLink).readKey)
  const question = sealQuestion(
    asked, ChannelKnown.encode({ heads: [] }), { dialler: radia.node.peerIdBytes, listener: ada.node.peerIdBytes }, random
  )
  const batch = ChannelBatch.encode({
    posts: [{ post: random(200), signature: random(64) }, { post: random(20), signature: random(64) }], last: true
  })
  const request = sealRequest({ secret: link.secret, message: random(1800), random })
  const call = (method: string, params: object): Uint8Array => utf8(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  const calls = [
    call('people.list', {}), call('people.why', { who: 'Radia' }), call('identity.show', {}), call('requests.list', {}),
    call('messages.read', { who: 'Radia', limit: 10, peek: true }), call('invites.list', {}), call('mailboxes.list', {})
  ]
  const table = nodeMethodTable({ state: 'open', messenger: () => ada.messenger } as unknown as NodeControl)
  const caller = { begin: () => ({ signal: new AbortController().signal, end () {} }), cancel () {}, stream () {}, endStream () {} }
  return [
    {
      ...about,
      name: 'a proof at the door',
      async say (dice) {
        const bytes = hostile(proof, dice)
        // What begins with an honest proof is a contact's: the next one.
        if (toHex(bytes).startsWith(toHex(framed(proof)))) return
        await visit(PROTOCOLS.delivery, [bytes], radiasPeer)
      }
    },
    {
      ...about,
      name: 'frames of a contact',
      sideBySide: false,
      state: stateBesidesSession,
      say: async dice => {
        await visit(PROTOCOLS.delivery, [framed(proof), ...Array.from({ length: 8 }, () => hostile(frame, dice))], radiasPeer)
      }
    },
    { ...about, name: 'a request over a link', say: async dice => { await visit(PROTOCOLS.invite, [hostile(request, dice)]) } },
    { ...about, name: 'a question about a channel', say: async dice => { await visit(PROTOCOLS.channel, [hostile(question, dice)]) } },
    {
      ...about,
      name: 'posts of somebody with a channel\'s link',
      say: async dice => { await visit(PROTOCOLS.channel, [framed(question), hostile(batch, dice)], radiasPeer) }
    },
    {
      ...about,
      name: 'a stranger\'s way through routers',
      say: async dice => { await visit(PROTOCOLS.punch, [hostile(frame, dice)]) }
    },
    {
      ...about,
      name: 'a call of the local API',
      async say (dice) {
        const bytes = mutate(calls[dice.below(calls.length)]!, dice)
        await answerFrame(new Uint8Array(bytes), { table, caller, log })
      }
    }
  ]
}

async function proofOf (dialler: Resident, listener: Resident): Promise<Bytes> {
  const rowOf = async ({ store, messenger }: Resident): Promise<ContactRow> =>
    (await store.table(TABLES.contacts, jsonCodec<ContactRow>()).get({ id: (await messenger.people())[0]!.contactId }))!
  const [theirs, ours] = [await rowOf(dialler), await rowOf(listener)]
  const deviceOf = ({ devices: [first] }: ContactRow): DeviceId => first!.deviceId
  return dialProof({
    secret: fromBase64url(theirs.secrets[0]!.secret),
    ends: {
      protocol: PROTOCOLS.delivery,
      diallerPeerId: dialler.node.peerIdBytes,
      listenerPeerId: listener.node.peerIdBytes,
      diallerDevice: deviceOf(ours),
      listenerDevice: deviceOf(theirs)
    },
    random
  })
}

/** Every table's rows, in any order, as one hash. */
async function digests (store: Store): Promise<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const table of Object.values(TABLES)) {
    const rows: string[] = []
    for await (const { at, value } of store.table(table, bytesCodec).entries()) rows.push(`${at} ${contentOf(table, value)}`)
    result[table.name] = createHash('sha256').update(rows.sort().join('\n')).digest('hex')
  }
  return result
}

/** Resolves when what follows a meeting (spare keys, routes, who was where) is written, and nothing more has been for a while. */
async function stillness (store: Store): Promise<void> {
  let [last, times] = ['', 0]
  await until(async () => {
    const now = JSON.stringify(await digests(store))
    times = now === last ? times + 1 : 0
    last = now
    return times === 25
  })
}

/**
 * Without upkeep that is nobody's doing: a link's bundle is published again under a higher seq, and when somebody was last
 * there is written a moment after they are gone. Each counts as a commit, so of the store's own rows only which there are.
 */
function contentOf (table: typeof TABLES[keyof typeof TABLES], value: Bytes): string {
  if (table === TABLES.store) return ''
  if (table !== TABLES.invites && table !== TABLES.contacts) return toHex(value)
  const { bundleSeq: _, lastSeenMs: __, ...row } = jsonCodec<Partial<InviteRow & ContactRow>>().decode(value)
  return JSON.stringify(row)
}
