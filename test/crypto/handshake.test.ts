import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import type { DeviceId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import {
  DIAL_PROOF_BYTES, dialProof, hintOf, LISTEN_PROOF_BYTES, listenProof, proofHint, verifyDialProof, verifyListenProof, type HandshakeEnds
} from '../../src/crypto/handshake.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'

const random = systemRandom
const device = (): DeviceId => toHex(random(32)) as DeviceId
const secret = random(32)
const ends: HandshakeEnds = {
  protocol: PROTOCOLS.delivery, diallerPeerId: random(38), listenerPeerId: random(38), diallerDevice: device(), listenerDevice: device()
}
const proof = dialProof({ secret, ends, random })
const reply = listenProof({ secret, ends, proof, random })

const otherEnds: Array<[string, Partial<HandshakeEnds>]> = [
  ['another protocol', { protocol: PROTOCOLS.invite }],
  ['another dialling peer', { diallerPeerId: random(38) }],
  ['another listening peer', { listenerPeerId: random(38) }],
  ['another dialling device', { diallerDevice: device() }],
  ['another listening device', { listenerDevice: device() }],
  ['peers with the roles swapped', { diallerPeerId: ends.listenerPeerId, listenerPeerId: ends.diallerPeerId }],
  ['devices with the roles swapped', { diallerDevice: ends.listenerDevice, listenerDevice: ends.diallerDevice }],
  ['a byte moved from one peer id to the other', {
    diallerPeerId: ends.diallerPeerId.slice(0, -1), listenerPeerId: new Uint8Array([ends.diallerPeerId.at(-1)!, ...ends.listenerPeerId])
  }]
]

describe('the connect handshake', () => {
  test('lets two that share a secret recognise each other', () => {
    expect(proof).toHaveLength(DIAL_PROOF_BYTES)
    expect(reply).toHaveLength(LISTEN_PROOF_BYTES)
    expect([DIAL_PROOF_BYTES, LISTEN_PROOF_BYTES]).toEqual([80, 64])
    expect(hintOf(proof)).toEqual(proofHint(secret, ends.diallerDevice, ends.listenerPeerId))
    expect(verifyDialProof({ secret, ends, proof })).toBe(true)
    expect(verifyListenProof({ secret, ends, proof, reply })).toBe(true)
  })

  test.each(otherEnds)('refuses a proof replayed to %s', (_, changed) => {
    expect(verifyDialProof({ secret, ends: { ...ends, ...changed }, proof })).toBe(false)
    expect(verifyListenProof({ secret, ends: { ...ends, ...changed }, proof, reply })).toBe(false)
  })

  test('refuses a reply to another nonce', () => {
    const another = dialProof({ secret, ends, random })
    expect(verifyListenProof({ secret, ends, proof: another, reply })).toBe(false)
  })

  test('refuses its own proof sent back to it', () => {
    const mirrored: HandshakeEnds = {
      ...ends, diallerPeerId: ends.listenerPeerId, listenerPeerId: ends.diallerPeerId,
      diallerDevice: ends.listenerDevice, listenerDevice: ends.diallerDevice
    }
    expect(verifyDialProof({ secret, ends: mirrored, proof })).toBe(false)
    expect(verifyListenProof({ secret, ends, proof, reply: proof.slice(16) })).toBe(false)
    expect(verifyListenProof({ secret, ends: mirrored, proof, reply: proof.slice(16) })).toBe(false)
  })

  test('refuses whoever has another secret', () => {
    const stranger = random(32)
    expect(verifyDialProof({ secret, ends, proof: dialProof({ secret: stranger, ends, random }) })).toBe(false)
    expect(verifyListenProof({ secret, ends, proof, reply: listenProof({ secret: stranger, ends, proof, random }) })).toBe(false)
  })

  test('refuses one flipped bit anywhere, and any other length', () => {
    const flipped = (bytes: Uint8Array, bit: number): Uint8Array => bytes.map((byte, i) => i === bit >> 3 ? byte ^ 1 << (bit & 7) : byte)
    for (let bit = 0; bit < proof.length * 8; bit++) expect(verifyDialProof({ secret, ends, proof: flipped(proof, bit) })).toBe(false)
    for (let bit = 0; bit < reply.length * 8; bit++) {
      expect(verifyListenProof({ secret, ends, proof, reply: flipped(reply, bit) })).toBe(false)
    }
    for (let length = 0; length < 100; length++) {
      if (length !== proof.length) expect(verifyDialProof({ secret, ends, proof: new Uint8Array(length) })).toBe(false)
      expect(verifyListenProof({ secret, ends, proof, reply: new Uint8Array(length) })).toBe(false)
    }
  })

  test('keeps to its frozen vectors', () => {
    interface Vector {
      secret: string, protocol: string, diallerPeerId: string, listenerPeerId: string, diallerDevice: DeviceId, listenerDevice: DeviceId,
      diallerNonce: string, listenerNonce: string, proof: string, reply: string
    }
    for (const vector of readVectors<Vector>('handshake')) {
      const frozen = {
        secret: fromHex(vector.secret),
        ends: { ...vector, diallerPeerId: fromHex(vector.diallerPeerId), listenerPeerId: fromHex(vector.listenerPeerId) }
      }
      const proof = dialProof({ ...frozen, random: fixedRandom(vector.diallerNonce) })
      expect(toHex(proof)).toBe(vector.proof)
      expect(toHex(listenProof({ ...frozen, proof, random: fixedRandom(vector.listenerNonce) }))).toBe(vector.reply)
    }
  })
})
