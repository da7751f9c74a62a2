/** Somebody on the network who is nobody's contact, and sends whatever bytes they like. */
import { expect } from 'vitest'
import type { Connection } from '@libp2p/interface'
import { isAbort } from '../../src/base/abort.ts'
import type { Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { accountFromEntropy } from '../../src/crypto/account.ts'
import { newDevice, signDeviceList, type DeviceWithSecrets } from '../../src/crypto/devices.ts'
import { bundleDhtKey, openBundle, sealRequest, type OpenedBundle } from '../../src/crypto/invites.ts'
import { createSessions } from '../../src/crypto/libsignal.ts'
import { newPairSecret } from '../../src/crypto/pair-secrets.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import { Introduction } from '../../src/wire/gen/invite.ts'
import { parseLink } from '../../src/wire/link.ts'
import type { Person } from './person.ts'

const soon = (): AbortSignal => AbortSignal.timeout(60_000)

export class Stranger implements AsyncDisposable {
  readonly node: NetworkNode
  /** where the links led when they were followed first */
  readonly #read = new Map<string, Extract<OpenedBundle, { kind: 'bundle' }>>()

  private constructor (node: NetworkNode) {
    this.node = node
  }

  static async on (network: NetworkDescriptor): Promise<Stranger> {
    const node = await createNode({ role: 'user', network, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
    if (!node.dht.isReady()) await node.events.next('dht:ready', { signal: soon() })
    return new Stranger(node)
  }

  /** Opens a stream at somebody's door, says one thing, and tells what came back until the stream ended. */
  async knock (door: Person, protocol: string, said: Uint8Array): Promise<Bytes[]> {
    return (await this.probe(door, protocol, said)).heard
  }

  /** The same, with how long the answer took. */
  async probe (door: Person, protocol: string, said: Uint8Array): Promise<{ heard: Bytes[], ms: number }> {
    let sentAt = performance.now()
    let ms = Infinity
    const connection = await this.#reach(door)
    const heard: Bytes[] = []
    try {
      const stream = await connection.newStream(protocol, { signal: soon() })
      sentAt = performance.now()
      await frameSink(stream).send([said])
      for await (const frame of frames(stream, { maxBytes: 65_536, clock: systemClock, signal: soon() })) {
        if (heard.length === 0) ms = performance.now() - sentAt
        heard.push(frame)
        if (heard.length === 1) await stream.close() // they may have more to say, and a friend would stay
      }
    } catch {
      // reset, which is an answer, too
    } finally {
      await connection.close().catch(() => {})
    }
    return { heard, ms }
  }

  /** On a busy computer a handshake may not be over in its time: then again. */
  async #reach (door: Person): Promise<Connection> {
    const signal = soon()
    for (;;) {
      try {
        return await this.node.dial({ addresses: door.node.addresses() }, { signal })
      } catch (err) {
        if (signal.aborted || !isAbort((err as Error).cause)) throw err
      }
    }
  }

  /** The record under a key, as the network has it. */
  async find (key: Bytes): Promise<Bytes | undefined> {
    let value: Bytes | undefined
    await this.node.dht.read(key, { signal: soon(), onValue: found => { value = found } })
    return value
  }

  /** A request of a new account of its own, as any joiner of this link would make it, unless `twist` changes what it says. */
  async requestFor (
    text: string, { name, device = newDevice(systemRandom), twist = honest => honest }: {
      name: string, device?: DeviceWithSecrets, twist?: (honest: Introduction) => Introduction | Uint8Array
    }
  ): Promise<Bytes> {
    const link = parseLink(text)
    const bundle = this.#read.get(text) ?? await this.bundleOf(text)
    this.#read.set(text, bundle)
    const account = accountFromEntropy(systemRandom(32))
    const records = { get: async (): Promise<undefined> => undefined }
    const overlay = createSessions({ device, records, clock: systemClock, random: systemRandom }).overlay()
    await overlay.begin(bundle.preKeys)
    const said = twist({
      devices: signDeviceList({ account, devices: [device], version: Date.now(), addedMs: Date.now() }),
      preKeys: await overlay.makePreKeys(),
      routes: { peerId: this.node.peerIdBytes, addresses: this.node.routes().addresses, atMs: Date.now() },
      name,
      pairSecret: newPairSecret(systemRandom),
      text: '',
      mailboxes: []
    })
    const { ciphertext } = await overlay.encrypt(
      bundle.verified.devices[0]!, said instanceof Uint8Array ? said : Introduction.encode(said)
    )
    return sealRequest({ secret: link.secret, message: ciphertext, random: systemRandom })
  }

  /** What a link leads to, for whoever has the link. */
  async bundleOf (text: string): Promise<Extract<OpenedBundle, { kind: 'bundle' }>> {
    const link = parseLink(text)
    let value: Bytes | undefined
    await expect.poll(async () => { value ??= await this.find(bundleDhtKey(link.publicKey)) }, { timeout: 60_000 })
      .toSatisfy(() => value !== undefined)
    const bundle = openBundle({ link, value: value! })
    if (bundle.kind !== 'bundle') throw new Error('the link was used or revoked')
    return bundle
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.node.stop()
  }
}
