/**
 * Publishing and finding records in the DHT, a few at a time: a node with many contacts looks for all of them at its
 * start, and each look-up talks to about twenty servers. Who calls first is served first.
 */
import { ENOUGH } from '../base/abort.ts'
import { equal, type Bytes } from '../base/bytes.ts'
import { hasCode } from '../base/errors.ts'
import { pause, SECOND, type Clock } from '../base/time.ts'
import { keyOfRecord, readRecord, type SignedRecord } from '../crypto/records.ts'
import type { NetworkNode } from '../network/node.ts'
import { Lane } from './lane.ts'

/** Each has its own lane: a thousand records to publish must not keep a look-up waiting that somebody waits for. */
const MAX_FINDS_AT_ONCE = 8
const MAX_PUBLISHES_AT_ONCE = 8
/** After a first record, how much longer a newer one may take to turn up. */
const GRACE_MS = 3 * SECOND

export interface Rendezvous {
  /**
   * Stores a signed record under its own key.
   * @returns as Dht.put; stored 0: put it again when the DHT is ready
   * @throws AppError PROTOCOL: no valid record; as Dht.put; the signal's reason
   */
  publish: (record: Bytes, options: { signal: AbortSignal }) => Promise<{ stored: number, missed?: number }>
  /**
   * Looks a key up. `accept` gets the first valid record at once, so that a dial can begin, and any newer one that turns
   * up until the look-up ends, or 3 s after the first; never one with a lower or equal seq. An `accept` that throws
   * AppError PROTOCOL has not accepted.
   * @param notBefore a hint: whoever looks in our place passes over records with a lower seq
   * @returns whether any was accepted
   * @throws what else `accept` threw; the signal's reason
   */
  find: (
    key: Bytes, options: { signal: AbortSignal, accept: (value: Bytes) => void, notBefore?: number }
  ) => Promise<{ found: boolean }>
}

interface RendezvousOptions {
  finds?: number
  publishes?: number
  /** false: records are somebody else's, and kept here as any other. Default: true */
  isOwn?: boolean
}

export function createRendezvous (
  { node, clock }: { node: Pick<NetworkNode, 'dht'>, clock: Clock },
  { finds: findsAtOnce = MAX_FINDS_AT_ONCE, publishes: publishesAtOnce = MAX_PUBLISHES_AT_ONCE, isOwn = true }: RendezvousOptions = {}
): Rendezvous {
  const finds = new Lane(findsAtOnce)
  const publishes = new Lane(publishesAtOnce)

  async function lookUp (key: Bytes, accept: (value: Bytes) => void, signal: AbortSignal): Promise<{ found: boolean }> {
    const enough = new AbortController()
    let highestSeq: number | undefined
    let failure: { err: unknown } | undefined
    const onValue = (value: Bytes): void => {
      const record = recordUnder(key, value)
      if (record === undefined || enough.signal.aborted || (highestSeq !== undefined && record.seq <= highestSeq)) return
      try {
        accept(value)
      } catch (err) {
        if (hasCode(err, 'PROTOCOL')) return // not what was looked for: the look-up goes on
        failure = { err }
        enough.abort(ENOUGH)
        return
      }
      if (highestSeq === undefined) pause(clock, GRACE_MS, enough.signal).then(() => { enough.abort(ENOUGH) }, () => {})
      highestSeq = record.seq
    }
    try {
      await node.dht.read(key, { signal: AbortSignal.any([signal, enough.signal]), onValue })
    } catch (err) {
      if (!enough.signal.aborted) throw err
    } finally {
      enough.abort(ENOUGH)
    }
    if (failure !== undefined) throw failure.err
    return { found: highestSeq !== undefined }
  }

  return {
    async publish (record, { signal }) {
      const key = keyOfRecord(record) // the DHT checks what it is given
      return await publishes.run(async () => await node.dht.put(key, record, { signal, isOwn }), signal)
    },
    async find (key, { signal, accept }) {
      return await finds.run(async () => await lookUp(key, accept, signal), signal)
    }
  }
}

/** A server may answer with anything, also with a valid record of another key. */
export function recordUnder (key: Bytes, value: Bytes): SignedRecord | undefined {
  try {
    const record = readRecord(value)
    return equal(record.key, key) ? record : undefined
  } catch {
    return undefined
  }
}
