/**
 * An envelope as cells, of which each is as large as any other and says nothing to the host that keeps it. Two hosts'
 * cells of one envelope have nothing in common. Layout: ../wire/README.md §11.
 */
import { concat, equal, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import { concealed } from '../base/secrets.ts'
import { CELL_TAG_BYTES, MAX_CELL_BODY_BYTES, MAX_CELLS_PER_ENVELOPE } from '../wire/limits.ts'
import { LABELS } from './labels.ts'
import { pad, PADDING_HEADER_BYTES, unpad } from './padding.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, hkdf, hmac, openAead, sealAead, sha256, x25519Key } from './primitives.ts'

/** SHA-256 of the envelope, cut */
const ENVELOPE_ID_BYTES = 16
const HEADER_BYTES = ENVELOPE_ID_BYTES + 2
const PADDED_BYTES = MAX_CELL_BODY_BYTES - AEAD_NONCE_BYTES - AEAD_TAG_BYTES - HEADER_BYTES
const PART_BYTES = PADDED_BYTES - PADDING_HEADER_BYTES
const NOTHING = new Uint8Array(0)

/** An X25519 key pair of a queue: the receiver's own, or one of its senders'. */
export interface QueueKeys {
  publicKey: Bytes
  privateKey: Bytes
}

/** One cell for a host: the same cell sealed again has another body and the same tag. */
export interface SealedCell {
  tag: Bytes
  body: Bytes
}

export interface OpenedCell {
  /** 16 bytes: which envelope this is a part of */
  envelopeId: Bytes
  index: number
  count: number
  part: Bytes
}

export type JoinedCells =
  | { kind: 'whole', envelope: Bytes }
  | { kind: 'partial', missing: number[] }
  /** these parts do not make the envelope that they say they are of */
  | { kind: 'corrupt' }

/** @param privateKey any 32 secret bytes; derived ones make the same queue again */
export const queueKeys = (privateKey: Bytes): QueueKeys =>
  concealed({ publicKey: x25519Key(privateKey).publicKey, privateKey }, ['privateKey'])

/**
 * In order, though any order will do.
 * @param secret pair secret, or an invite link's
 * @param sid of the queue that the cells are for
 * @throws AppError TOO_LARGE: more than 20 cells
 */
export function sealCells (
  { secret, sid, envelope, random }: { secret: Uint8Array, sid: Uint8Array, envelope: Uint8Array, random: Random }
): SealedCell[] {
  const count = Math.max(1, Math.ceil(envelope.byteLength / PART_BYTES))
  if (count > MAX_CELLS_PER_ENVELOPE) throw new AppError('TOO_LARGE', `more than ${MAX_CELLS_PER_ENVELOPE} cells`)
  const key = cellKey(secret, sid)
  const envelopeId = idOf(envelope)
  return Array.from({ length: count }, (_, index) => {
    const header = concat(envelopeId, new Uint8Array([index, count]))
    const part = envelope.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)
    const nonce = random(AEAD_NONCE_BYTES)
    return {
      tag: hmac(key, utf8(LABELS.cellTag), header).slice(0, CELL_TAG_BYTES),
      body: concat(nonce, sealAead(key, nonce, concat(header, pad(part, PADDED_BYTES)), NOTHING))
    }
  })
}

/** @returns undefined when it was not sealed under this secret for this queue, or was altered */
export function openCell ({ secret, sid, body }: { secret: Uint8Array, sid: Uint8Array, body: Uint8Array }): OpenedCell | undefined {
  if (body.byteLength !== MAX_CELL_BODY_BYTES) return undefined
  const plaintext = openAead(cellKey(secret, sid), body.subarray(0, AEAD_NONCE_BYTES), body.subarray(AEAD_NONCE_BYTES), NOTHING)
  const part = plaintext === undefined ? undefined : unpad(plaintext.subarray(HEADER_BYTES))
  if (plaintext === undefined || part === undefined) return undefined
  const [index, count] = plaintext.subarray(ENVELOPE_ID_BYTES) as unknown as [number, number]
  if (count === 0 || count > MAX_CELLS_PER_ENVELOPE || index >= count) return undefined
  return { envelopeId: plaintext.slice(0, ENVELOPE_ID_BYTES), index, count, part }
}

/** Of one envelope id, in any order, any of them more than once. */
export function joinCells (cells: readonly OpenedCell[]): JoinedCells {
  const [first] = cells
  if (first === undefined) return { kind: 'partial', missing: [] }
  const parts = new Map<number, Bytes>()
  for (const { envelopeId, index, count, part } of cells) {
    const known = parts.get(index)
    const isOfThis = count === first.count && equal(envelopeId, first.envelopeId) && (known === undefined || equal(known, part))
    if (!isOfThis) return { kind: 'corrupt' }
    parts.set(index, part)
  }
  const all = Array.from({ length: first.count }, (_, index) => parts.get(index))
  if (parts.size < first.count) return { kind: 'partial', missing: all.flatMap((part, index) => part === undefined ? [index] : []) }
  const envelope = concat(...all.map(part => part!))
  return equal(idOf(envelope), first.envelopeId) ? { kind: 'whole', envelope } : { kind: 'corrupt' }
}

const cellKey = (secret: Uint8Array, sid: Uint8Array): Bytes => hkdf(secret, LABELS.cell, AEAD_KEY_BYTES, sid)
const idOf = (envelope: Uint8Array): Bytes => sha256(envelope).slice(0, ENVELOPE_ID_BYTES)
