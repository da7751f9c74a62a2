/**
 * Publishing and finding records through mailbox hosts, over proxies: no DHT server sees who asks for a key, the proxy
 * sees who asks and no key, the host sees the key and not who asks.
 */
import { toHex, type Bytes } from '../base/bytes.ts'
import { hasCode } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { SECOND, type Clock } from '../base/time.ts'
import { readRecord } from '../crypto/records.ts'
import { Lane } from './lane.ts'
import type { Mailbox, MailboxHost } from './mailbox/mailbox.ts'
import { recordUnder, type Rendezvous } from './rendezvous.ts'

const MAX_FINDS_AT_ONCE = 16
const MAX_PUBLISHES_AT_ONCE = 16
/** A host that finds nothing may hide it. */
const MAX_HOSTS_ASKED = 2
/** One that does not answer is asked last for so long. */
const REST_MS = 30 * SECOND

export interface ErrandDeps {
  mailbox: Pick<Mailbox, 'publish' | 'find'>
  /** those that are reached over somebody else's node, in whatever order; none: the DHT is asked straight */
  hosts: () => MailboxHost[]
  /** Resolves when that is known. @throws the signal's reason */
  known: (signal: AbortSignal) => Promise<void>
  straight: Rendezvous
  clock: Clock
  log: Log
}

export function createErrands ({ mailbox, hosts, known, straight, clock, log }: ErrandDeps): Rendezvous {
  const finds = new Lane(MAX_FINDS_AT_ONCE)
  const publishes = new Lane(MAX_PUBLISHES_AT_ONCE)
  /** by PeerId as hex */
  const restsUntilMs = new Map<string, number>()
  let turn = 0

  /** Each time another one first: the two copies of a record go over two hosts, where there are two. */
  const inTurn = (): MailboxHost[] => {
    const all = hosts()
    const first = turn++ % all.length
    const rests = (host: MailboxHost): boolean => (restsUntilMs.get(toHex(host.peerId)) ?? 0) > clock.now()
    return [...all.slice(first), ...all.slice(0, first)].sort((a, b) => Number(rests(a)) - Number(rests(b))).slice(0, MAX_HOSTS_ASKED)
  }

  /** @throws the signal's reason */
  const noteFailure = (host: MailboxHost, err: unknown, signal: AbortSignal): void => {
    signal.throwIfAborted()
    restsUntilMs.set(toHex(host.peerId), clock.now() + REST_MS)
    log.debug('host-runs-no-errand', errorFields(err))
  }

  const publish = async (record: Bytes, signal: AbortSignal): Promise<{ stored: number }> => {
    let failure: Error | undefined
    for (const host of inTurn()) {
      try {
        const done = await mailbox.publish(host, record, { signal })
        if (done.stored > 0) return done
      } catch (err) {
        noteFailure(host, err, signal)
        failure = err as Error
      }
    }
    if (failure !== undefined) throw failure
    return { stored: 0 }
  }

  const lookUp = async (
    key: Bytes, { notBefore, accept, signal }: { notBefore: number, accept: (value: Bytes) => void, signal: AbortSignal }
  ): Promise<{ found: boolean }> => {
    for (const host of inTurn()) {
      let value: Bytes | undefined
      try {
        value = await mailbox.find(host, { key, notBefore }, { signal })
      } catch (err) {
        noteFailure(host, err, signal)
      }
      const record = value && recordUnder(key, value)
      if (value === undefined || record === undefined || record.seq < notBefore) continue
      try {
        accept(value)
        return { found: true }
      } catch (err) {
        if (!hasCode(err, 'PROTOCOL')) throw err
      }
    }
    return { found: false }
  }

  return {
    async publish (record, { signal }) {
      await known(signal)
      if (hosts().length === 0) return await straight.publish(record, { signal })
      readRecord(record) // PROTOCOL before anybody is asked
      return await publishes.run(async () => await publish(record, signal), signal)
    },
    async find (key, { notBefore = 0, accept, signal }) {
      await known(signal)
      if (hosts().length === 0) return await straight.find(key, { accept, signal })
      return await finds.run(async () => await lookUp(key, { notBefore, accept, signal }), signal)
    }
  }
}
