/** What is measured, in the order in which it runs: the quiet ones first. */
import type { Measure } from './bench.ts'
import { attack, hostile } from './measures/attacks.ts'
import { connect } from './measures/connections.ts'
import { groups } from './measures/groups.ts'
import { idle } from './measures/idleness.ts'
import { lookUp } from './measures/look-ups.ts'
import { catchUp, deposits, queues } from './measures/mailboxes.ts'
import { page } from './measures/pages.ts'
import { receipt, receiptOf1KiB, roundTrip, throughput, used } from './measures/messages.ts'
import { search } from './measures/searches.ts'
import { coldStart, start } from './measures/starts.ts'
import { unlock } from './measures/unlocks.ts'

export const MEASURES: Record<string, Measure> = {
  'start': start,
  'connect': connect,
  'cold-start': coldStart,
  'search': search,
  'unlock': unlock,
  'page': page,
  'idle': idle,
  'look-up': lookUp,
  'round-trip': roundTrip,
  'receipt': receipt,
  'receipt-1024': receiptOf1KiB,
  'throughput-256': throughput(256, '256 B'),
  'throughput-1024': throughput(1024, '1 KiB'),
  'memory': used,
  'groups': groups,
  'mailbox': deposits,
  'mailbox-queues': queues,
  'catch-up': catchUp
}

/** What runs only when it is named: it needs root. */
export const NAMED_MEASURES: Record<string, Measure> = { attack, hostile }
