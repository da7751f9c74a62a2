/** Somebody who means harm, with a libp2p of their own and as many addresses as they want. */
import { connect, type Socket } from 'node:net'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import type { Connection, MultiaddrConnection, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { setTimeout } from 'node:timers/promises'
import { kadProtocol, networkPrefix, PROTOCOLS } from '../../../src/wire/protocols.ts'
import { serve } from '../../bench/children.ts'
import type { Kind } from '../kinds.ts'
import * as mailbox from './mailbox-commands.ts'
import { compute, dhtRequest } from './work.ts'

export interface Attack {
  kind: Kind
  /** a multiaddr with /p2p */
  target: string
  /** addresses to come from */
  from: string[]
  /** where something is said at an even pace */
  perSecond?: number
}

export interface Outcome {
  /** connections that were opened, and those that the victim ended or never took */
  opened: number
  refused: number
  /** the most that were open at once */
  most: number
  /** streams, requests, frames, lines: whatever this attack has many of */
  sent: number
  /** where they are offered at an even pace: with those that the victim did not read */
  offered: number
  bytes: number
}

interface Muxer {
  sendFrame: (header: object, data?: Uint8Array) => boolean
}
interface Inside {
  maConn: MultiaddrConnection & { socket: Socket }
  muxer: Muxer & { maConn: MultiaddrConnection, streams: Stream[] }
}

const [WINDOW_UPDATE, PING] = [1, 2]
const [SYN, RST] = [1, 8]
const HALF_OPEN = 1000
const TEN_THOUSAND = Array.from({ length: 10_000 }, (_, i) => `/ip4/9.9.9.9/tcp/${i + 1}`)

const outcome: Outcome = { opened: 0, refused: 0, most: 0, sent: 0, offered: 0, bytes: 0 }
const sockets = new Set<Socket>()
const nodes: Libp2p[] = []
const reached = Promise.withResolvers<void>()
let attack: Attack & { networkId: string }
let over = false
let open = 0

const isOpen = (connection: Connection): boolean => connection.status === 'open' && !over
const inside = (connection: Connection): Inside => connection as unknown as Inside
const yieldToOthers = async (): Promise<void> => { await new Promise(setImmediate) }

function count (): void {
  outcome.opened++
  outcome.most = Math.max(outcome.most, ++open)
}

function lose (): void {
  open--
  if (!over) outcome.refused++
}

async function plug (from: string): Promise<Socket | undefined> {
  const [host, port] = multiaddr(attack.target).getComponents().map(({ value }) => value)
  const socket = connect({ host, port: Number(port), localAddress: from })
  sockets.add(socket)
  const isThere = new Promise<boolean>(resolve => {
    socket.once('connect', () => { resolve(true) }).once('close', () => { resolve(false) })
  })
  socket.on('error', () => {}).resume()
  if (!await isThere) {
    outcome.refused++
    return undefined
  }
  count()
  socket.once('close', () => {
    sockets.delete(socket)
    lose()
  })
  return socket
}

/** @param claims addresses that it says it has, to whoever asks who it is */
async function newNode (from: string, claims: string[]): Promise<Libp2p> {
  const node = await createLibp2p({
    ...(claims.length === 0 ? {} : {
      addresses: { announce: claims },
      services: { identify: identify({ protocolPrefix: networkPrefix(attack.networkId), runOnConnectionOpen: false }) }
    }),
    transports: [tcp({ dialOpts: { localAddress: from } as never })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxOutboundStreams: 100_000, enableKeepAlive: false })],
    connectionMonitor: { enabled: false },
    connectionManager: { reconnectRetries: 0 }
  })
  nodes.push(node)
  return node
}

/** A connection that has said who it is, and is made anew for as long as the attack lasts. */
async function withConnection (
  from: string, use: (connection: Connection) => Promise<void>, { claims = [] }: { claims?: string[] } = {}
): Promise<void> {
  const node = await newNode(from, claims)
  while (!over) {
    try {
      const connection = await node.dial(multiaddr(attack.target), { signal: AbortSignal.timeout(10_000) })
      count()
      connection.addEventListener('close', lose, { once: true })
      reached.resolve()
      await use(connection)
      while (isOpen(connection)) await setTimeout(20)
    } catch {
      outcome.refused++
    }
    await setTimeout(50)
  }
}

const protocolsServed = (): string[] => [
  PROTOCOLS.delivery, PROTOCOLS.invite, kadProtocol(attack.networkId), `/${networkPrefix(attack.networkId)}/ping/1.0.0`,
  `/${networkPrefix(attack.networkId)}/id/1.0.0`
]

async function openStream (connection: Connection, protocol: string): Promise<Stream | undefined> {
  try {
    const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(8000), maxOutboundStreams: 100_000 })
    outcome.sent++
    return stream
  } catch {
    // A connection that was just ended refuses at once: whoever asks again in the same turn would never hear that it ended.
    await yieldToOthers()
    return undefined
  }
}

const ATTACKS: Record<Kind, (from: string) => Promise<void>> = {
  async 'half-open' (from) {
    while (!over) {
      if (sockets.size < HALF_OPEN) await plug(from)
      else await setTimeout(20)
      reached.resolve()
    }
  },
  async 'slow-bytes' (from) {
    const said = Buffer.from('\x13/multistream/1.0.0\n\x07/noise\n')
    while (!over) {
      const socket = await plug(from)
      reached.resolve()
      for (let i = 0; socket?.writable === true && !over; i++) {
        socket.write(said.subarray(i % said.length, i % said.length + 1))
        outcome.sent++
        await setTimeout(1000)
      }
      await setTimeout(100)
    }
  },
  async 'slow-frames' (from) {
    await withConnection(from, async connection => {
      const streams = await Promise.all(protocolsServed().map(async protocol => await openStream(connection, protocol)))
      const starts: Record<string, number[]> = { [PROTOCOLS.delivery]: [80], [PROTOCOLS.invite]: [0x80, 0x60] }
      for (const stream of streams) if (stream?.status === 'open') stream.send(Uint8Array.from(starts[stream.protocol] ?? [44]))
      // And one that never says what it wants.
      const { muxer } = inside(connection)
      muxer.sendFrame({ type: WINDOW_UPDATE, flag: SYN, streamID: 99_999, length: 0 })
      while (isOpen(connection)) {
        for (const stream of streams) if (stream?.status === 'open') stream.send(Uint8Array.of(1))
        await setTimeout(1000)
      }
    })
  },
  async 'long-lines' (from) {
    while (!over) {
      const socket = await plug(from)
      reached.resolve()
      // A line that claims 16 KiB, and lines without end that nobody asked for, whose answers are not read.
      socket?.pause()
      const line = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from('\x03ls\n')))
      socket?.write(Buffer.from('\x13/multistream/1.0.0\n'))
      while (socket?.writable === true && !over) {
        outcome.sent++
        outcome.bytes += line.byteLength
        if (!socket.write(line)) await new Promise<void>(resolve => socket.once('drain', resolve).once('close', () => { resolve() }))
        if (outcome.sent % 200 === 0) socket.write(Buffer.of(0xff, 0x7f))
      }
      await setTimeout(100)
    }
  },
  async 'many-streams' (from) {
    await withConnection(from, async connection => {
      const { muxer } = inside(connection)
      for (let id = 1; id < 20_000 && isOpen(connection); id += 2) {
        muxer.sendFrame({ type: WINDOW_UPDATE, flag: SYN, streamID: id, length: 0 })
        outcome.sent++
        if (id % 401 === 0) await yieldToOthers()
      }
    })
  },
  async 'rapid-reset' (from) {
    await withConnection(from, async connection => {
      const { muxer } = inside(connection)
      for (let id = 1; isOpen(connection); id += 2) {
        muxer.sendFrame({ type: WINDOW_UPDATE, flag: SYN, streamID: id, length: 0 })
        muxer.sendFrame({ type: WINDOW_UPDATE, flag: RST, streamID: id, length: 0 })
        outcome.sent++
        if (id % 401 === 0) await yieldToOthers()
      }
    })
  },
  async 'claimed-frame' (from) {
    await withConnection(from, async connection => {
      const { maConn } = inside(connection).muxer
      maConn.send(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff))
      await pour(connection, maConn, new Uint8Array(60_000))
    })
  },
  async 'wide-window' (from) {
    await withConnection(from, async connection => {
      const { muxer } = inside(connection)
      // More than the window that was granted, on a stream that nobody has named yet.
      muxer.sendFrame({ type: WINDOW_UPDATE, flag: SYN, streamID: 1, length: 0xffffffff })
      const frame = new Uint8Array(12 + 300_000)
      frame[7] = 1
      new DataView(frame.buffer).setUint32(8, 300_000)
      await pour(connection, muxer.maConn, frame)
    })
  },
  async 'unread-pings' (from) {
    await withConnection(from, async connection => {
      inside(connection).maConn.socket.pause()
      const pings = new Uint8Array(12 * 2000)
      for (let i = 0; i < 2000; i++) pings.set([0, PING, 0, SYN], i * 12)
      await pour(connection, inside(connection).muxer.maConn, pings)
    })
  },
  async 'ping-flood' (from) {
    await withConnection(from, async connection => {
      const streams = (await Promise.all(Array.from({ length: 8 }, async () =>
        await openStream(connection, `/${networkPrefix(attack.networkId)}/ping/1.0.0`)))).filter(stream => stream !== undefined)
      for (const stream of streams) if (stream.status === 'open') stream.pause()
      while (isOpen(connection) && streams.some(({ status }) => status === 'open')) {
        for (const stream of streams) {
          if (stream.status !== 'open' || stream.writableNeedsDrain) continue
          stream.send(new Uint8Array(32_000))
          outcome.bytes += 32_000
        }
        await yieldToOthers()
      }
      connection.abort(new Error('again'))
    })
  },
  async 'many-ids' (from) {
    await withConnection(from, async () => {})
  },
  async 'many-addresses' (from) {
    await withConnection(from, async () => { outcome.sent++ }, { claims: TEN_THOUSAND })
  },
  async 'dht-flood' (from) {
    await withConnection(from, async connection => {
      await Promise.all(Array.from({ length: 30 }, async () => {
        while (isOpen(connection)) {
          const stream = await openStream(connection, kadProtocol(attack.networkId))
          if (stream === undefined) {
            await setTimeout(10)
            continue
          }
          const ended = new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })
          for (let i = 0; i < 1000 && stream.status === 'open'; i++) {
            stream.send(dhtRequest(i % 2 === 0 ? 0 : 4))
            outcome.bytes += 45
            if (i % 100 === 0) await yieldToOthers()
          }
          await Promise.race([ended, setTimeout(1000)])
          if (stream.status === 'open') stream.abort(new Error('enough'))
        }
      }))
    })
  },
  ...mailbox.attacks({
    perSecond: () => attack.perSecond ?? 2000, withConnection, openStream, isOpen, reached: () => { reached.resolve() }, outcome
  }),
  async 'own-work' () {
    reached.resolve()
    await compute(outcome, () => !over)
  },
  async 'identify-push' (from) {
    await withConnection(from, async connection => {
      while (isOpen(connection)) {
        for (const protocol of ['/ipfs/id/push/1.0.0', `/${networkPrefix(attack.networkId)}/id/push/1.0.0`]) {
          const stream = await openStream(connection, protocol)
          if (stream !== undefined) throw new Error('identify-push is served')
          outcome.bytes++
        }
      }
    })
  }
}

/** As fast as the connection takes it. */
async function pour (connection: Connection, to: MultiaddrConnection, bytes: Uint8Array): Promise<void> {
  while (isOpen(connection)) {
    outcome.bytes += bytes.byteLength
    outcome.sent++
    if (!to.send(bytes)) {
      await new Promise<void>(resolve => {
        to.addEventListener('drain', () => { resolve() }, { once: true })
        connection.addEventListener('close', () => { resolve() }, { once: true })
      })
    } else await yieldToOthers()
  }
}

function begin (options: Attack & { networkId: string }): void {
  attack = options
  for (const from of attack.from) void ATTACKS[attack.kind](from).catch(() => {})
  // One that waits for another to get in would wait for ever where nobody does.
  void setTimeout(30_000).then(() => { reached.resolve() })
}

async function stop (): Promise<Outcome> {
  over = true
  for (const socket of sockets) socket.destroy()
  await Promise.race([Promise.all(nodes.map(async node => { await node.stop() })), setTimeout(2000)])
  return outcome
}

serve({ prepare: mailbox.prepare, begin, stop, reached: async () => { await reached.promise }, outcome: () => outcome }, async () => {})
