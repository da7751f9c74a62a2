/** Hostile bytes for what infrastructure serves: mailboxes, the DHT, identify, pings. */
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import type { StreamHandler } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { concat, toHex } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { silentLog as log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { DAY, systemClock as clock } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { describeFrame, hostKey, sealCommand } from '../../src/crypto/mailbox.ts'
import { ed25519FromSeed } from '../../src/crypto/primitives.ts'
import { readRecord, sealRecord } from '../../src/crypto/records.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode } from '../../src/network/node.ts'
import { presetOf } from '../../src/network/roles.ts'
import { buildStack } from '../../src/network/stack.ts'
import { createMailboxHost } from '../../src/protocols/mailbox/host.ts'
import { createMailbox } from '../../src/protocols/mailbox/mailbox.ts'
import { WaitingCells } from '../../src/store/hosted/cells.ts'
import { QueueTable } from '../../src/store/hosted/queues.ts'
import { Command } from '../../src/wire/gen/mailbox.ts'
import { RENDEZVOUS_PLAINTEXT_BYTES } from '../../src/wire/limits.ts'
import { kadProtocol, networkPrefix, PROTOCOLS } from '../../src/wire/protocols.ts'
import { encodeKad, KIND, wrapped } from '../support/kad.ts'
import { mutate } from './mutations.ts'
import { framed, hostile, overhearing, until, visited, type HandlerTarget } from './saying.ts'

interface Registrar {
  getHandler: (protocol: string) => { handler: StreamHandler }
}

interface Targets {
  targets: HandlerTarget[]
  close: () => Promise<void>
}

export async function hostTargets (network: NetworkDescriptor, folder: string): Promise<Targets> {
  const seed = random(32)
  const node = await createNode({
    role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], privateKeySeed: seed, relay: false, log
  })
  const { heard, handlers } = overhearing(node)
  const queues = await QueueTable.open({ folder: join(folder, 'queues'), log })
  const cells = await WaitingCells.open({
    folder, durable: false, random, log,
    limits: { maxCells: 1000, maxCellsPerSender: 100, maxTags: 10_000, maxTagsPerSender: 1000, maxBundles: 100, maxBundlesPerQueue: 8 }
  })
  const hosting = await createMailboxHost({
    node: heard, key: hostKey(seed), signing: ed25519FromSeed(seed), operator: 'Orla', queues, cells, clock, random, log
  })
  const guest = await createNode({ role: 'user', network, listen: [], mdns: false, log })
  const mailbox = createMailbox({ node: guest, clock, random, log })
  const host = { peerId: node.peerIdBytes, key: hosting.key, addresses: node.addresses(), operator: 'Orla' }
  const [receiver, sender] = [queueKeys(random(32)), queueKeys(random(32))]
  const options = { signal: AbortSignal.timeout(60_000) }
  const { rid, sids } = await mailbox.create(host, { receiver, senders: [sender.publicKey], ttlMs: 14 * DAY }, options)
  mailbox.stop()
  await guest.stop()
  const commands: Command[] = [
    { put: { sid: sids[0]!, tag: random(16), body: random(3840) } }, { get: { rid, after: 0n, waitMs: 10, cells: 1 } },
    { ack: { rid, upTo: 5n } }, { rotate: { rid, add: [random(32)], remove: [sids[0]!] } }, { delete: { rid } },
    {
      create: {
        receiver: receiver.publicKey, senders: [random(32)], ttlMs: DAY, token: random(32), challenge: random(56), solution: random(8)
      }
    }
  ] as Command[]
  const valid = commands.map(command => sealCommand({ host: hosting.key, command, privateKey: random(32), random }).frame)
  const state = async (): Promise<Record<string, string>> => {
    while (hosting.counts().held > 0) await pass(10) // what waits for its turn has it, and waits no more
    // What is counted of what was said counts up; what is kept must not.
    const { answered: _, rejected: __, fetching: ___, received: ____, ...counts } = hosting.counts()
    const owners = (await queues.sendersOf(rid)).map(toHex).join()
    const { untilMs: _____, ...queue } = (await queues.queue(rid))!
    return { counts: JSON.stringify(counts), owners, queue: JSON.stringify(queue) }
  }
  const handler = handlers.get(PROTOCOLS.mailbox)!
  const say = async (said: Uint8Array): Promise<void> => { await visited(handler, { protocol: PROTOCOLS.mailbox, said: [said] }) }
  return {
    targets: [
      {
        name: 'a frame at a mailbox host',
        sideBySide: true,
        state,
        say: async dice => { await say(hostile([...valid, describeFrame()][dice.below(valid.length + 1)]!, dice)) }
      },
      {
        name: 'a sealed command without its owner\'s key',
        sideBySide: true,
        state,
        async say (dice) {
          const command = decoded(mutate(Command.encode(commands[dice.below(commands.length)]!), dice))
          if (command === undefined) return
          try {
            const key = dice.below(2) === 0 ? { privateKey: dice.bytes(32) } : {}
            await say(framed(sealCommand({ host: hosting.key, command, ...key, random }).frame))
          } catch (err) {
            if (!(err instanceof AppError)) throw err // larger than a frame
          }
        }
      }
    ],
    async close () {
      await hosting.stop()
      await cells.close()
      await queues.close()
      await node.stop()
    }
  }
}

function decoded (bytes: Uint8Array): Command | undefined {
  try {
    return Command.decode(bytes)
  } catch {
    return undefined
  }
}

export async function libraryTargets (network: NetworkDescriptor): Promise<Targets> {
  const { libp2p, datastore } = await buildStack({
    seed: random(32), network, preset: presetOf({ role: 'infrastructure', network }), listen: ['/ip4/127.0.0.1/tcp/0'], mustListen: true,
    announce: [], announceFilter: addresses => addresses, clock, random
  })
  await libp2p.start()
  const { registrar } = (libp2p as unknown as { components: { registrar: Registrar } }).components
  const value = sealRecord({
    seed: random(32), encryptionKey: random(32), seq: 7, eolMs: clock.now() + DAY, plaintext: random(20),
    paddedBytes: RENDEZVOUS_PLAINTEXT_BYTES, random
  })
  const { key } = readRecord(value)
  const peer = { id: concat(Uint8Array.of(0, 36, 8, 1, 18, 32), random(32)), multiaddrs: [multiaddr('/ip4/127.0.0.1/tcp/9').bytes] }
  const messages = [
    encodeKad({ kind: KIND.putValue, key, record: wrapped(key, value), closer: [peer] }), encodeKad({ kind: KIND.getValue, key }),
    encodeKad({ kind: KIND.findNode, key: random(38), closer: [peer, peer] }), encodeKad({ kind: KIND.ping, key: new Uint8Array() }),
    encodeKad({ kind: 2, key: random(32), closer: [peer] }), encodeKad({ kind: 3, key: random(32) }) // provider records, which are not kept
  ]
  const visit = async (protocol: string, said: Uint8Array[]): Promise<void> => {
    await visited(registrar.getHandler(protocol).handler, { protocol, said, remotePeer: libp2p.peerId })
  }
  await visit(kadProtocol(network.id), [framed(messages[0]!)])
  await until(async () => datastore.stored(key) !== undefined)
  const state = async (): Promise<Record<string, string>> => ({
    record: toHex(datastore.stored(key)?.value ?? new Uint8Array()),
    records: String(datastore.holdings().records),
    peers: JSON.stringify((await libp2p.peerStore.all()).map(({ id, addresses }) => [id.toString(), addresses.length]))
  })
  const prefix = networkPrefix(network.id)
  const of = (name: string, protocol: string, valid: Uint8Array[]): HandlerTarget =>
    ({ name, sideBySide: true, state, say: async dice => { await visit(protocol, [hostile(valid[dice.below(valid.length)]!, dice)]) } })
  return {
    targets: [
      of('a request at a DHT server', kadProtocol(network.id), messages),
      of('something said to identify, which is there to tell', `/${prefix}/id/1.0.0`, [messages[2]!]),
      of('a ping', `/${prefix}/ping/1.0.0`, [random(32)])
    ],
    close: async () => { await libp2p.stop() }
  }
}
