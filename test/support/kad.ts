/** The DHT's messages, written and read by hand: an attacker sends what no honest library would. */
import { createHash } from 'node:crypto'
import { Record as DhtEnvelope } from '@libp2p/kad-dht'
import type { PeerId } from '@libp2p/interface'
import { reader } from 'protons-runtime'
import { concat, copy, toHex, type Bytes } from '../../src/base/bytes.ts'

export const KIND = { putValue: 0, getValue: 1, findNode: 4, ping: 5 } as const

export interface CloserPeer {
  /** multihash */
  id: Uint8Array
  /** binary */
  multiaddrs: Uint8Array[]
}

export interface KadMessage {
  kind: number
  key: Bytes
  /** as the DHT wraps it: key, value, time */
  record?: Uint8Array | undefined
  closer?: CloserPeer[]
}

const FIELD = { kind: 1, key: 2, record: 3, closer: 8 } as const

function varint (number: number): Bytes {
  const bytes = []
  for (let left = number; ; left = Math.floor(left / 128)) {
    bytes.push(left > 127 ? left % 128 + 128 : left)
    if (left <= 127) return Uint8Array.from(bytes)
  }
}

const field = (number: number, bytes: Uint8Array): Bytes => concat(varint(number * 8 + 2), varint(bytes.byteLength), bytes)

export function encodeKad ({ kind, key, record, closer = [] }: KadMessage): Bytes {
  const peers = closer.map(({ id, multiaddrs }) =>
    field(FIELD.closer, concat(field(1, id), ...multiaddrs.map(address => field(2, address)))))
  return concat(
    varint(FIELD.kind * 8), varint(kind), field(FIELD.key, key), ...(record === undefined ? [] : [field(FIELD.record, record)]), ...peers
  )
}

export function decodeKad (bytes: Uint8Array): KadMessage {
  const fields = reader(bytes)
  const message: KadMessage = { kind: 0, key: new Uint8Array() }
  while (fields.pos < fields.len) {
    const tag = fields.uint32()
    if (tag === FIELD.kind * 8) message.kind = fields.uint32()
    else if (tag === FIELD.key * 8 + 2) message.key = copy(fields.bytes())
    else if (tag === FIELD.record * 8 + 2) message.record = copy(fields.bytes())
    else if (tag === FIELD.closer * 8 + 2) message.closer = [...message.closer ?? [], decodePeer(fields.bytes())]
    else fields.skipType(tag & 7)
  }
  return message
}

function decodePeer (bytes: Uint8Array): CloserPeer {
  const fields = reader(bytes)
  const peer: CloserPeer = { id: new Uint8Array(), multiaddrs: [] }
  while (fields.pos < fields.len) {
    const tag = fields.uint32()
    if (tag === 10) peer.id = copy(fields.bytes())
    else if (tag === 18) peer.multiaddrs.push(copy(fields.bytes()))
    else fields.skipType(tag & 7)
  }
  return peer
}

export const wrapped = (key: Bytes, value: Bytes): Uint8Array => new DhtEnvelope(key, value, new Date()).serialize().subarray()

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

const xor = (a: Uint8Array, b: Uint8Array): string => toHex(a.map((byte, i) => byte ^ b[i]!))

/** How far a peer is from a DHT key, as hex: the smallest is the nearest. */
export const distance = (peerId: PeerId, key: Uint8Array): string => xor(sha256(peerId.toMultihash().bytes), sha256(key))

/** How far two DHT keys are from each other. */
export const between = (a: Uint8Array, b: Uint8Array): string => xor(sha256(a), sha256(b))
