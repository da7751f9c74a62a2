/** People whose nodes run on loopback TCP, and who prove themselves to each other as the messenger would. */
import { systemRandom } from '../../src/base/random.ts'
import { deviceIdFromBytes, type DeviceId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemClock, type Clock } from '../../src/base/time.ts'
import {
  dialProof, hintOf, listenProof, proofHint, verifyDialProof, verifyListenProof, type HandshakeEnds
} from '../../src/crypto/handshake.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { createDelivery, type Delivery, type DeliveryLink, type DialProof, type ProofContext } from '../../src/protocols/delivery.ts'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

const network = newNetwork({ name: 'story', open: true, random: systemRandom })

export const startNode = async ({ pingIntervalMs = 20_000 } = {}): Promise<NetworkNode> => await createNode({
  role: 'user', network, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, log: silentLog, limits: { pingIntervalMs }
})

interface Known {
  name: string
  device: DeviceId
  secret: Bytes
}

export class Person {
  readonly name: string
  readonly device: DeviceId
  readonly node: NetworkNode
  delivery!: Delivery<string>
  readonly links: Array<DeliveryLink<string>> = []
  readonly #contacts = new Map<string, Known>()
  readonly #waiting: Array<(link: DeliveryLink<string>) => void> = []
  /** how often a proof was looked at */
  asked = 0

  private constructor (name: string, node: NetworkNode) {
    this.name = name
    this.node = node
    this.device = deviceIdFromBytes(systemRandom(32))
  }

  static async named (
    name: string, { clock = systemClock, pingIntervalMs }: { clock?: Clock, pingIntervalMs?: number } = {}
  ): Promise<Person> {
    const person = new Person(name, await startNode({ pingIntervalMs }))
    person.delivery = await createDelivery<string>({
      node: person.node,
      proofs: { listen: async (proof, context) => person.#listen(proof, context) },
      onLink: link => {
        person.links.push(link)
        person.#waiting.shift()?.(link)
      },
      clock,
      random: systemRandom,
      log: silentLog
    })
    return person
  }

  /** Both hold the same secret from now on. */
  meet (other: Person): void {
    const secret = systemRandom(32)
    this.#contacts.set(other.name, { name: other.name, device: other.device, secret })
    other.#contacts.set(this.name, { name: this.name, device: this.device, secret })
  }

  forget (other: Person): void {
    this.#contacts.delete(other.name)
  }

  get target (): { peerId: Bytes, addresses: string[] } {
    return { peerId: this.node.peerIdBytes, addresses: this.node.addresses() }
  }

  async dial (other: Person, { signal = AbortSignal.timeout(60_000), target = other.target } = {}): Promise<DeliveryLink<string>> {
    return await this.delivery.dial(target, this.proofFor(other), { signal })
  }

  /** The next link, of either direction. */
  async nextLink (): Promise<DeliveryLink<string>> {
    return await new Promise(resolve => { this.#waiting.push(resolve) })
  }

  proofFor (other: Person): DialProof<string> {
    const known = this.#contacts.get(other.name) ?? { name: other.name, device: other.device, secret: systemRandom(32) }
    return {
      prove: ({ local, remote }) => {
        const ends: HandshakeEnds = {
          protocol: PROTOCOLS.delivery,
          diallerPeerId: local,
          listenerPeerId: remote,
          diallerDevice: this.device,
          listenerDevice: known.device
        }
        const proof = dialProof({ secret: known.secret, ends, random: systemRandom })
        return {
          proof,
          check: reply => verifyListenProof({ secret: known.secret, ends, proof, reply }) ? known.name : undefined
        }
      }
    }
  }

  #listen (proof: Bytes, { local, remote }: ProofContext): { reply: Bytes, tag: string } | undefined {
    this.asked++
    for (const { name, device, secret } of this.#contacts.values()) {
      if (toHex(proofHint(secret, device, local)) !== toHex(hintOf(proof))) continue
      const ends: HandshakeEnds = {
        protocol: PROTOCOLS.delivery,
        diallerPeerId: remote,
        listenerPeerId: local,
        diallerDevice: device,
        listenerDevice: this.device
      }
      if (verifyDialProof({ secret, ends, proof })) return { reply: listenProof({ secret, ends, proof, random: systemRandom }), tag: name }
    }
    return undefined
  }

  async stop (): Promise<void> {
    await this.delivery.stop()
    await this.node.stop()
  }
}
