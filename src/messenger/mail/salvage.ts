/**
 * What damage left of the mail to one device. A row that cannot be read took with it which contents it stood for; the
 * history still has them, and knows which were never received.
 */
import type { AccountId, DeviceId } from '../../base/ids.ts'
import type { Change } from '../core/changes.ts'
import type { OutboxItem } from '../core/rows.ts'
import type { EnvelopeRef, EnvelopeStore } from './envelopes.ts'
import type { History } from './history.ts'

export interface StoredRow {
  at: bigint
  item: OutboxItem
}

export interface Mail {
  unacked: EnvelopeRef[]
  waiting: StoredRow[]
  /** places of rows that cannot be read */
  damaged: { envelopes: bigint[], waiting: bigint[] }
}

/** Everything that is stored for a device, in the order in which it was put there. */
export async function readMail (envelopes: EnvelopeStore, device: DeviceId): Promise<Mail> {
  const mail: Mail = { unacked: [], waiting: [], damaged: { envelopes: [], waiting: [] } }
  for await (const ref of envelopes.refs(device, { onDamaged: at => { mail.damaged.envelopes.push(at) } })) mail.unacked.push(ref)
  for await (const row of envelopes.waiting(device, { onDamaged: at => { mail.damaged.waiting.push(at) } })) mail.waiting.push(row)
  return mail
}

export const isDamaged = ({ damaged }: Mail): boolean => damaged.envelopes.length + damaged.waiting.length > 0

/**
 * Lets go of the rows that cannot be read, and has every message wait again that was never received and stands in no
 * row. Some may have arrived: they go as repetitions, of which the other side shows nothing twice.
 * @returns the rows that were added, between those that wait already at the time at which they were written
 */
export async function salvage (
  change: Change, mail: Mail,
  { envelopes, history, device, contactId }: { envelopes: EnvelopeStore, history: History, device: DeviceId, contactId: AccountId }
): Promise<StoredRow[]> {
  for (const at of mail.damaged.envelopes) envelopes.del(change.batch, device, { at })
  for (const at of mail.damaged.waiting) envelopes.delWaiting(change.batch, device, at)
  const taken = new Set(mail.waiting.map(({ at }) => at))
  const kept = new Set([
    ...mail.unacked.flatMap(({ pages }) => pages), ...mail.waiting.flatMap(({ item }) => 'page' in item ? [item.page] : [])
  ])
  const rows: StoredRow[] = []
  for await (const { position, direction, storedAtMs, contents } of history.pagesBefore(contactId)) {
    if (direction !== 'out' || kept.has(`${position}`)) continue
    const { deliveredAtMs, readAtMs } = await history.state(contactId, position)
    if (deliveredAtMs !== undefined || readAtMs !== undefined) continue
    // From the newest to the oldest: of those that were written in the same millisecond each goes before the one after it.
    let at = (BigInt(storedAtMs + 1) << 20n) - 1n
    while (taken.has(at)) at--
    taken.add(at)
    const item: OutboxItem = { page: `${position}`, count: contents.length }
    rows.unshift({ at, item })
    envelopes.putWaiting(change.batch, device, at, item)
  }
  return rows
}
