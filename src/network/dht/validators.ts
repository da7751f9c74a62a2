/**
 * What a DHT server accepts and a reader believes. kad-dht validates a PUT but does not compare it with what it holds,
 * so that anyone could replay an old record over a newer one: the comparison happens here.
 */
import { Record } from '../../wire/gen/records.ts'
import { equal, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Clock } from '../../base/time.ts'
import { readRecord } from '../../crypto/records.ts'
import { MAX_RECORD_BYTES } from '../../wire/limits.ts'
import { DHT_NAMESPACE } from '../../wire/protocols.ts'

const KEY_BYTES = utf8(`/${DHT_NAMESPACE}/`).byteLength + 32

export interface RecordRules {
  /** @throws AppError TOO_LARGE | PROTOCOL: malformed, forged, expired, or older than what is held */
  validate: (key: Uint8Array, value: Uint8Array) => void
  validators: { [namespace: string]: (key: Uint8Array, value: Uint8Array) => void }
  selectors: { [namespace: string]: (key: Uint8Array, values: Uint8Array[]) => number }
}

/** `storedSeq` tells the seq of the record that this node holds under a key, if any. */
export function recordRules (
  { storedSeq, clock }: { storedSeq: (dhtKey: Uint8Array) => number | undefined, clock: Clock }
): RecordRules {
  function validate (key: Uint8Array, value: Uint8Array): void {
    // The size first: parsing what is too large is already work for the attacker's benefit.
    if (value.byteLength > MAX_RECORD_BYTES) throw new AppError('TOO_LARGE', 'a record is too large')
    if (key.byteLength !== KEY_BYTES) throw new AppError('PROTOCOL', 'a record key has the wrong length')
    const record = readRecord(value as Bytes)
    if (!equal(record.key, key)) throw new AppError('PROTOCOL', 'a record lies under a key that is not its own')
    if (record.eolMs <= clock.now()) throw new AppError('PROTOCOL', 'a record has expired')
    if (record.seq < (storedSeq(key) ?? 0)) throw new AppError('PROTOCOL', 'a record is older than the one held')
  }

  return {
    validate,
    // kad-dht brings a validator for public keys, which nobyte has no use for and an attacker would.
    validators: { [DHT_NAMESPACE]: validate, pk: refuse },
    selectors: { [DHT_NAMESPACE]: (_key, values) => newest(values) }
  }
}

function refuse (): never {
  throw new AppError('REFUSED', 'only nobyte records are kept')
}

/** The index of the highest seq. The values passed validation before. */
function newest (values: Uint8Array[]): number {
  const seqs = values.map(value => describeRecord(value).seq)
  return seqs.indexOf(Math.max(...seqs))
}

/** What a record that passed validation says of itself; its signature is not checked again. */
export const describeRecord = (value: Uint8Array): { seq: number, eolMs: number } => {
  const { seq, eolMs } = Record.decode(value)
  return { seq, eolMs }
}
