/**
 * Who may open a stream to us, and how we show who we are. The listener looks an arriving hint up in a table made in
 * advance: searching all secrets for each stranger's proof would be work that strangers could order.
 */
import { fromBase64url, toHex, type Bytes } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import {
  dialProof, hintOf, listenProof, proofHint, verifyDialProof, verifyListenProof, type HandshakeEnds
} from '../../crypto/handshake.ts'
import type { DialProof, ProofContext, Proofs as DeliveryProofs } from '../../protocols/delivery.ts'
import { PROTOCOLS } from '../../wire/protocols.ts'
import type { Contacts } from '../core/contacts.ts'

/** What a proven link proves: whose device is there, and under which pair secret (base64url). */
export interface ProvenTag {
  contactId: AccountId
  device: DeviceId
  secret: string
}

export class Proofs implements DeliveryProofs<ProvenTag> {
  readonly #ownDevice: DeviceId
  readonly #peerId: Bytes
  readonly #contacts: Contacts
  readonly #random: Random
  readonly #hints = new Map<string, ProvenTag>()
  readonly #hintsOf = new Map<AccountId, string[]>()

  constructor (deps: { ownDevice: DeviceId, peerId: Bytes, contacts: Contacts, random: Random }) {
    this.#ownDevice = deps.ownDevice
    this.#peerId = deps.peerId
    this.#contacts = deps.contacts
    this.#random = deps.random
  }

  /** After any change of contacts, devices, secrets or blocks. Blocked people have no hint: they are strangers. */
  refresh (contactId: AccountId): void {
    for (const hint of this.#hintsOf.get(contactId) ?? []) this.#hints.delete(hint)
    this.#hintsOf.delete(contactId)
    const contact = this.#contacts.get(contactId)
    if (contact === undefined || contact.blockedAtMs !== undefined) return
    const hints: string[] = []
    for (const { secret } of contact.secrets) {
      for (const { deviceId } of contact.devices) {
        const hint = toHex(proofHint(fromBase64url(secret), deviceId, this.#peerId))
        this.#hints.set(hint, { contactId, device: deviceId, secret })
        hints.push(hint)
      }
    }
    this.#hintsOf.set(contactId, hints)
  }

  async listen (proof: Bytes, { local, remote }: ProofContext): Promise<{ reply: Bytes, tag: ProvenTag } | undefined> {
    const tag = this.#hints.get(toHex(hintOf(proof)))
    if (tag === undefined) return undefined
    const secret = fromBase64url(tag.secret)
    const ends = this.#ends({ dialler: remote, listener: local, diallerDevice: tag.device, listenerDevice: this.#ownDevice })
    if (!verifyDialProof({ secret, ends, proof })) return undefined
    return { reply: listenProof({ secret, ends, proof, random: this.#random }), tag }
  }

  forDial (tag: ProvenTag): DialProof<ProvenTag> {
    return {
      prove: ({ local, remote }) => {
        const secret = fromBase64url(tag.secret)
        const ends = this.#ends({ dialler: local, listener: remote, diallerDevice: this.#ownDevice, listenerDevice: tag.device })
        const proof = dialProof({ secret, ends, random: this.#random })
        return { proof, check: reply => verifyListenProof({ secret, ends, proof, reply }) ? tag : undefined }
      }
    }
  }

  #ends (
    { dialler, listener, diallerDevice, listenerDevice }:
    { dialler: Bytes, listener: Bytes, diallerDevice: DeviceId, listenerDevice: DeviceId }
  ): HandshakeEnds {
    return { protocol: PROTOCOLS.delivery, diallerPeerId: dialler, listenerPeerId: listener, diallerDevice, listenerDevice }
  }
}
