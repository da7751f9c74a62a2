/**
 * Invite links' bundles at a mailbox host: a queue pays for the room, and what lies there the link's own key alone decides.
 * Whoever asks for one knows the link; from who does not, its name is 32 random bytes away.
 */
import type { Clock } from '../../base/time.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { readRecord, type SignedRecord } from '../../crypto/records.ts'
import type { WaitingCells } from '../../store/hosted/cells.ts'
import { ReplyStatus, type GetBundle, type MailboxReply, type PutBundle } from '../../wire/gen/mailbox.ts'
import { BUNDLE_NAME_BYTES, MAILBOX_TTL_MS } from '../../wire/limits.ts'

interface Shelf {
  cells: Pick<WaitingCells, 'bundles'>
  clock: Clock
}

/** Called once it is clear that whoever asks owns the queue. @throws AppError DISK_FULL */
export async function keepBundle ({ rid, record: bytes }: PutBundle, { cells, clock }: Shelf): Promise<Partial<MailboxReply>> {
  const nowMs = clock.now()
  let record: SignedRecord
  try {
    record = readRecord(bytes)
  } catch {
    return { status: ReplyStatus.REFUSED }
  }
  if (record.eolMs <= nowMs) return { status: ReplyStatus.REFUSED }
  const done = await cells.bundles.put({
    name: sha256(record.publicKey),
    rid: new Uint8Array(rid),
    seq: record.seq,
    record: new Uint8Array(bytes),
    untilMs: Math.min(record.eolMs, nowMs + MAILBOX_TTL_MS)
  })
  switch (done.kind) {
    case 'stored': return { status: ReplyStatus.OK, untilMs: done.untilMs }
    case 'full': return { status: ReplyStatus.FULL }
    default: return done satisfies never
  }
}

export async function findBundle ({ name }: GetBundle, { cells, clock }: Shelf): Promise<Partial<MailboxReply>> {
  if (name.byteLength !== BUNDLE_NAME_BYTES) return { status: ReplyStatus.REFUSED }
  const record = await cells.bundles.get(new Uint8Array(name), clock.now())
  return record === undefined ? { status: ReplyStatus.GONE } : { status: ReplyStatus.OK, record }
}
