/** A mailbox host on loopback with a folder of its own, and clients of it; all are closed after the story. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stream } from '@libp2p/interface'
import { onTestFinished } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock, type Clock } from '../../src/base/time.ts'
import { queueKeys, type QueueKeys } from '../../src/crypto/cells.ts'
import { hostKey } from '../../src/crypto/mailbox.ts'
import { ed25519FromSeed } from '../../src/crypto/primitives.ts'
import { newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import type { Roster } from '../../src/network/networks/roster.ts'
import { createMailboxHost, type HostLimits, type MailboxHosting } from '../../src/protocols/mailbox/host.ts'
import type { Guards } from '../../src/protocols/mailbox/path.ts'
import { createMailbox, type Mailbox, type MailboxHost } from '../../src/protocols/mailbox/mailbox.ts'
import { WaitingCells } from '../../src/store/hosted/cells.ts'
import type { BundleLimits } from '../../src/store/hosted/bundles.ts'
import type { CellLimits } from '../../src/store/hosted/counts.ts'
import { QueueTable } from '../../src/store/hosted/queues.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

export const DAY = 24 * 3_600_000
export const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(100_000) })
export const CELL_LIMITS: CellLimits & BundleLimits = {
  maxCells: 10_000, maxCellsPerSender: 2048, maxTags: 100_000, maxTagsPerSender: 10_000, maxBundles: 1000, maxBundlesPerQueue: 32
}

interface HouseOptions {
  network?: NetworkDescriptor
  clock?: Clock
  limits?: Partial<HostLimits>
  cellLimits?: Partial<CellLimits & BundleLimits>
  durable?: boolean
  roster?: Roster
  /** told of the PeerId of whoever opens a stream of commands */
  onCaller?: (peerId: string) => void
}

export class House {
  readonly node: NetworkNode
  readonly host: MailboxHost
  hosting: MailboxHosting
  readonly clock: Clock
  /** what the host keeps */
  readonly folder: string
  readonly #seed: Bytes
  readonly #options: HouseOptions
  #stores: { queues: QueueTable, cells: WaitingCells }

  private constructor (node: NetworkNode, seed: Bytes, folder: string, opened: Opened, houseOptions: HouseOptions) {
    this.node = node
    this.clock = houseOptions.clock ?? systemClock
    this.hosting = opened.hosting
    this.#stores = opened
    this.folder = folder
    this.#seed = seed
    this.#options = houseOptions
    this.host = { peerId: node.peerIdBytes, key: opened.hosting.key, addresses: node.addresses(), operator: 'Orla' }
  }

  static async open (houseOptions: HouseOptions = {}): Promise<House> {
    const { network = newNetwork({ name: 'house' }) } = houseOptions
    const seed = random(32)
    const folder = await mkdtemp(join(tmpdir(), 'nobyte-test-'))
    const node = await createNode({
      role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], privateKeySeed: seed, relay: false, log: silentLog
    })
    const house = new House(node, seed, folder, await openHosting(node, seed, folder, houseOptions), houseOptions)
    onTestFinished(async () => {
      await house.#close()
      await node.stop()
      await rm(folder, { recursive: true, force: true })
    })
    return house
  }

  /** As after the end of its process. */
  async restart (): Promise<void> {
    await this.#close()
    const opened = await openHosting(this.node, this.#seed, this.folder, this.#options)
    this.hosting = opened.hosting
    this.#stores = opened
  }

  async client (guards?: Guards): Promise<Mailbox> {
    const node = await this.guest()
    const mailbox = createMailbox({ node, ...(guards && { guards }), clock: this.clock, random, log: silentLog })
    onTestFinished(() => { mailbox.stop() })
    return mailbox
  }

  async guest (): Promise<NetworkNode> {
    const node = await createNode({ role: 'user', network: this.node.network, listen: [], mdns: false, log: silentLog })
    onTestFinished(async () => { await node.stop() })
    return node
  }

  /** A stream on which a story says what no client of ours would. */
  async rawStream (node: NetworkNode): Promise<Stream> {
    const connection = await node.dial(this.host, options())
    return await connection.newStream(PROTOCOLS.mailbox, options())
  }

  /** A queue with so many senders. */
  async queue (mailbox: Mailbox, { senders = 1, ttlMs = 14 * DAY }: { senders?: number, ttlMs?: number } = {}): Promise<TestQueue> {
    const receiver = queueKeys(random(32))
    const keys = Array.from({ length: senders }, () => queueKeys(random(32)))
    const { rid, sids, untilMs } = await mailbox.create(
      this.host, { receiver, senders: keys.map(({ publicKey }) => publicKey), ttlMs }, options()
    )
    return { rid, receiver, untilMs, senders: keys.map((sender, i) => ({ sender, sid: sids[i]! })) }
  }

  async #close (): Promise<void> {
    await this.hosting.stop()
    await this.#stores.cells.close()
    await this.#stores.queues.close()
  }
}

export interface TestQueue {
  rid: Bytes
  receiver: QueueKeys
  untilMs: number
  senders: Array<{ sender: QueueKeys, sid: Bytes }>
}

interface Opened { hosting: MailboxHosting, queues: QueueTable, cells: WaitingCells }

async function openHosting (
  node: NetworkNode, seed: Bytes, folder: string,
  { clock = systemClock, limits = {}, cellLimits, durable = false, roster, onCaller = () => {} }: HouseOptions
): Promise<Opened> {
  const queues = await QueueTable.open({ folder: join(folder, 'queues'), log: silentLog })
  const cells = await WaitingCells.open({ folder, durable, limits: { ...CELL_LIMITS, ...cellLimits }, random, log: silentLog })
  const watched: NetworkNode = {
    ...node,
    async handle (protocol, handler, handling) {
      await node.handle(protocol, (stream, connection) => {
        onCaller(connection.remotePeer.toString())
        void handler(stream, connection)
      }, handling)
    }
  }
  const hosting = await createMailboxHost({
    node: watched, key: hostKey(seed), signing: ed25519FromSeed(seed), operator: 'Orla', ...(roster && { roster }), queues, cells,
    clock, random, log: silentLog
  }, limits)
  return { hosting, queues, cells }
}
