/** A mailbox host, proxies of other operators before it, and clients that go over these; all are closed after the story. */
import type { Stream } from '@libp2p/interface'
import { onTestFinished } from 'vitest'
import { equal, toHex, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemClock } from '../../src/base/time.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import type { ListedServer } from '../../src/network/networks/roster.ts'
import type { HostLimits } from '../../src/protocols/mailbox/host.ts'
import type { Guard, Guards } from '../../src/protocols/mailbox/path.ts'
import type { Mailbox } from '../../src/protocols/mailbox/mailbox.ts'
import { createProxy, type Proxying, type ProxyLimits } from '../../src/protocols/proxy/proxy.ts'
import { firstFrame, frames, frameSink } from '../../src/protocols/stream.ts'
import { ProxyAnswer, ProxyTarget } from '../../src/wire/gen/proxy.ts'
import { CELL_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { House, options } from './mailbox-house.ts'

interface Proxy {
  node: NetworkNode
  proxying: Proxying
  guard: Guard
  /** everything that clients sent it */
  received: Buffer[]
  stop: () => Promise<void>
}

export class Street {
  readonly house: House
  /** who opened streams to the host, each time that somebody did */
  readonly callers: string[]
  readonly #listed: ListedServer[]

  private constructor (house: House, listed: ListedServer[], callers: string[]) {
    this.house = house
    this.callers = callers
    this.#listed = listed
  }

  static async open ({ limits }: { limits?: Partial<HostLimits> } = {}): Promise<Street> {
    const listed: ListedServer[] = []
    const callers: string[] = []
    const house = await House.open({
      network: newNetwork({ name: 'street' }),
      roster: { find: async id => listed.find(({ peerId }) => equal(peerId, id)) },
      ...(limits && { limits }),
      onCaller: peerId => { callers.push(peerId) }
    })
    listed.push({ peerId: house.host.peerId, addresses: house.host.addresses, operator: 'Orla', mailbox: house.host.key, proxy: false })
    return new Street(house, listed, callers)
  }

  async proxy (limits: Partial<ProxyLimits> = {}): Promise<Proxy> {
    const node = await createNode({
      role: 'infrastructure', network: this.house.node.network, listen: ['/ip4/127.0.0.1/tcp/0'], relay: false, log: silentLog
    })
    const received: Buffer[] = []
    const watched: NetworkNode = {
      ...node,
      async handle (protocol, handler, handling) {
        await node.handle(protocol, (stream, connection) => {
          void handler(stream, connection)
          if (protocol !== PROTOCOLS.proxy) return
          stream.addEventListener('message', ({ data }) => { received.push(Buffer.from(data.subarray())) })
        }, handling)
      }
    }
    const roster = { find: async (id: Uint8Array) => this.#listed.find(({ peerId }) => equal(peerId, id)) }
    const proxying = await createProxy({ node: watched, roster, clock: systemClock, log: silentLog }, limits)
    const stop = async (): Promise<void> => {
      await proxying.stop()
      await node.stop()
    }
    onTestFinished(stop)
    const guard = { peerId: node.peerIdBytes, addresses: node.addresses() }
    this.#listed.push({ ...guard, operator: `Pia ${this.#listed.length}`, proxy: true })
    return { node, proxying, guard, received, stop }
  }

  /** Somebody who goes over these, in this order, and straight to nobody. */
  async client (...guards: Guard[]): Promise<Mailbox> {
    return await this.house.client(chosen(guards))
  }

  /** A stream to a proxy on which a story says what no client of ours would. */
  async knock (node: NetworkNode, { guard }: Pick<Proxy, 'guard'>, host: Bytes = this.house.host.peerId): Promise<Knock> {
    const connection = await node.dial(guard, options())
    const stream = await connection.newStream(PROTOCOLS.proxy, options())
    const received = frames(stream, { maxBytes: CELL_BYTES, clock: systemClock, signal: options().signal })
    const sink = frameSink(stream)
    await sink.send([ProxyTarget.encode({ host })])
    const { status } = ProxyAnswer.decode(await firstFrame(received))
    return { stream, status, received, send: async sent => { await sink.send(sent) } }
  }
}

interface Knock {
  stream: Stream
  status: ProxyAnswer['status']
  received: AsyncGenerator<Bytes>
  send: (frames: Uint8Array[]) => Promise<void>
}

function chosen (guards: Guard[]): Guards {
  const failed = new Set<string>()
  return {
    stand: () => true,
    known: async () => {},
    lists: () => true,
    next: (_host, tried) => guards.find(guard => !tried.includes(guard) && !failed.has(toHex(guard.peerId))),
    worked: guard => { failed.delete(toHex(guard.peerId)) },
    failed: guard => { failed.add(toHex(guard.peerId)) }
  }
}
