import { describe, expect, test } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { Events } from '../../src/base/events.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { SECOND } from '../../src/base/time.ts'
import { Servers, type WayChoice } from '../../src/messenger/reach/servers.ts'
import { newNetwork, type BootstrapEntry } from '../../src/network/networks/descriptors.ts'
import type { NetworkEvents, Peer } from '../../src/network/node.ts'
import { serverDigest } from '../../src/wire/link.ts'
import { HandClock } from '../store/workbench.ts'

const ORLA = '/ip4/192.0.2.1/tcp/4501'
const PIA = '/ip4/192.0.2.2/tcp/4501'
/** An Ed25519 PeerId. */
const someId = (): Bytes => new Uint8Array([0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...random(32)])

/** What was set off has come to its next wait. */
const settled = async (): Promise<void> => { await new Promise(resolve => { setImmediate(resolve) }) }

/** A newcomer whose link names two servers, and who answers at their places. */
class Newcomer {
  readonly clock = new HandClock()
  readonly ids = { [ORLA]: someId(), [PIA]: someId() }
  readonly #answering = new Map<string, Bytes>()
  readonly #events = new Events<NetworkEvents>(err => { throw err })
  #asked = Promise.withResolvers<void>()
  #peers = 0
  kept: BootstrapEntry[] | undefined
  readonly servers: Servers
  isTold = false

  constructor (choice?: WayChoice) {
    const bootstrap = Object.entries(this.ids).map(([place, id]) => ({ addresses: [place], digest: toHex(serverDigest(id)) }))
    this.servers = new Servers({
      node: {
        network: { ...newNetwork({ name: 'servers' }), bootstrap },
        peers: () => Array.from({ length: this.#peers }, (): Peer => (
          { peerId: '', address: '', direction: 'outbound', kind: 'peer', route: 'direct' }
        )),
        events: this.#events
      },
      choice,
      describe: async ({ addresses }) => {
        const peerId = this.#answering.get(addresses[0]!)
        this.#asked.resolve()
        if (peerId === undefined) throw new AppError('PEER_UNREACHABLE', 'nobody there')
        return { peerId, key: random(32), addresses, operator: 'says so itself' }
      },
      keep: async entries => { this.kept = entries },
      clock: this.clock,
      log: silentLog
    })
    this.servers.known(new AbortController().signal).then(() => { this.isTold = true }, () => {})
    this.servers.start()
  }

  /** Somebody is there from now on. */
  async meets (place: string, peerId: Bytes): Promise<void> {
    await settled()
    this.#answering.set(place, peerId)
    this.#peers++
    this.#events.emit('peer:connected', { peerId: '' })
    this.#asked = Promise.withResolvers()
    this.#events.emit('addresses:changed', { isDirect: true })
    await this.#asked.promise
    await settled()
  }

  get isAsking (): boolean { return this.servers.isKnown && this.isTold }
}

describe('who came by a link that names two servers', () => {
  test('asks nothing before both have answered, and then knows what they are', async () => {
    const radia = new Newcomer()
    await radia.meets(ORLA, radia.ids[ORLA]!)
    expect(radia.isAsking).toBe(false)
    expect(radia.servers.missing).toEqual([PIA])
    await radia.meets(PIA, radia.ids[PIA]!)
    expect(radia.isAsking).toBe(true)
    expect([...radia.servers.listed.values()]).toMatchObject([
      { peerId: radia.ids[ORLA], proxy: true, mailbox: expect.any(Uint8Array) }, { peerId: radia.ids[PIA], proxy: true }
    ])
    expect(new Set([...radia.servers.listed.values()].map(({ operator }) => operator)).size).toBe(2)
    expect(radia.kept?.map(({ digest }) => digest)).toEqual([undefined, undefined])
    radia.servers.stop()
  })

  test('takes nobody else for one of them, whoever answers at their place', async () => {
    const radia = new Newcomer('proxied')
    await radia.meets(ORLA, radia.ids[ORLA]!)
    for (const stranger of [someId(), radia.ids[ORLA]!]) await radia.meets(PIA, stranger)
    expect(radia.servers.listed.size).toBe(1)
    expect(radia.isAsking).toBe(false)
    radia.servers.stop()
  })

  test('goes straight when one of them stays away, and over both again when it comes; never where that is forbidden', async () => {
    const radia = new Newcomer()
    const vera = new Newcomer('proxied')
    radia.clock.pass(60 * SECOND)
    expect(radia.isAsking).toBe(false) // nobody at all is reached: that says nothing of a server
    for (const one of [radia, vera]) {
      await one.meets(ORLA, one.ids[ORLA]!)
      one.clock.pass(11 * SECOND)
      await settled()
    }
    expect([radia.isAsking, vera.isAsking]).toEqual([true, false])
    await radia.meets(PIA, radia.ids[PIA]!)
    expect(radia.servers.listed.size).toBe(2)
    for (const { servers } of [radia, vera]) servers.stop()
  })

  test('asks at once where the direct way was chosen', () => {
    const radia = new Newcomer('direct')
    expect(radia.servers.isKnown).toBe(true)
    expect(radia.servers.listed.size).toBe(0)
    radia.servers.stop()
  })
})
