/**
 * How two devices of contacts recognise each other on a fresh stream, without telling anyone else who they are: the
 * dialler proves first, and whoever listens answers only a proof that it can check. Layouts: ../wire/README.md §8.
 *
 * Noise has already proved both PeerIds to each other, and the MACs cover them: a proof seen on one connection is of
 * no use on another.
 */
import { concat, equal, utf8, type Bytes } from '../base/bytes.ts'
import { idBytes, type DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { HINT_BYTES, MAC_BYTES, NONCE_BYTES } from '../wire/limits.ts'
import { LABELS } from './labels.ts'
import { hmac } from './primitives.ts'

export const DIAL_PROOF_BYTES = HINT_BYTES + NONCE_BYTES + MAC_BYTES
export const LISTEN_PROOF_BYTES = NONCE_BYTES + MAC_BYTES

const ROLE = { dialler: 1, listener: 2 } as const
const NO_NONCE = new Uint8Array(NONCE_BYTES)

/** Who stands at the two ends of one stream, as both of them must see it. */
export interface HandshakeEnds {
  /** the protocol id of the stream */
  readonly protocol: string
  /** multihash bytes, as Noise proved them */
  readonly diallerPeerId: Uint8Array
  readonly listenerPeerId: Uint8Array
  readonly diallerDevice: DeviceId
  readonly listenerDevice: DeviceId
}

/**
 * Changes with the listener's PeerId, so a listener computes the hints of all its contacts' devices once at start and
 * looks an arriving one up.
 */
export const proofHint = (secret: Uint8Array, diallerDevice: DeviceId, listenerPeerId: Uint8Array): Bytes =>
  hmac(secret, utf8(LABELS.handshakeHint), idBytes(diallerDevice), listenerPeerId).slice(0, HINT_BYTES)

/** hint ‖ nonce ‖ MAC */
export function dialProof ({ secret, ends, random }: { secret: Uint8Array, ends: HandshakeEnds, random: Random }): Bytes {
  const nonce = random(NONCE_BYTES)
  return concat(
    proofHint(secret, ends.diallerDevice, ends.listenerPeerId), nonce, mac(secret, ROLE.dialler, ends, nonce, NO_NONCE)
  )
}

export const hintOf = (proof: Uint8Array): Bytes => new Uint8Array(proof.subarray(0, HINT_BYTES))

export function verifyDialProof ({ secret, ends, proof }: { secret: Uint8Array, ends: HandshakeEnds, proof: Uint8Array }): boolean {
  if (proof.byteLength !== DIAL_PROOF_BYTES) return false
  const nonce = nonceOf(proof)
  return equal(proof, concat(
    proofHint(secret, ends.diallerDevice, ends.listenerPeerId), nonce, mac(secret, ROLE.dialler, ends, nonce, NO_NONCE)
  ))
}

/** nonce ‖ MAC: only for a proof that verifyDialProof accepted */
export function listenProof (
  { secret, ends, proof, random }: { secret: Uint8Array, ends: HandshakeEnds, proof: Uint8Array, random: Random }
): Bytes {
  const nonce = random(NONCE_BYTES)
  return concat(nonce, mac(secret, ROLE.listener, ends, nonceOf(proof), nonce))
}

/** @param proof what this side sent; @param reply what came back */
export function verifyListenProof (
  { secret, ends, proof, reply }: { secret: Uint8Array, ends: HandshakeEnds, proof: Uint8Array, reply: Uint8Array }
): boolean {
  if (reply.byteLength !== LISTEN_PROOF_BYTES) return false
  const nonce = reply.subarray(0, NONCE_BYTES)
  return equal(reply.subarray(NONCE_BYTES), mac(secret, ROLE.listener, ends, nonceOf(proof), nonce))
}

const nonceOf = (proof: Uint8Array): Uint8Array => proof.subarray(HINT_BYTES, HINT_BYTES + NONCE_BYTES)

// Fields of variable length carry their length: moving a byte from one to the next must change the MAC.
const counted = (bytes: Uint8Array): Bytes => concat(new Uint8Array([bytes.byteLength >> 8, bytes.byteLength & 0xff]), bytes)

function mac (secret: Uint8Array, role: number, ends: HandshakeEnds, diallerNonce: Uint8Array, listenerNonce: Uint8Array): Bytes {
  return hmac(
    secret, utf8(LABELS.handshake), new Uint8Array([role]), counted(utf8(ends.protocol)),
    counted(ends.diallerPeerId), counted(ends.listenerPeerId),
    idBytes(ends.diallerDevice), idBytes(ends.listenerDevice), diallerNonce, listenerNonce
  )
}
