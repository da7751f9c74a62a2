/** Puts the bundles of links where these lead, the DHT and mailbox hosts, and again in time; a used link's tombstone, too. */
import { fromBase64url, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { idBytes, type GroupId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { linkSecrets, sealBundle } from '../../crypto/invites.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import { PreKeys } from '../../wire/gen/identity.ts'
import type { Bundle } from '../../wire/gen/invite.ts'
import type { MailboxRoute } from '../../wire/gen/mailbox.ts'
import type { Identity } from '../core/identity.ts'
import type { InviteRow } from '../core/rows.ts'

const REPUBLISH_MS = HOUR
const FIRST_RETRY_MS = 10 * SECOND
const PUBLISH_TIMEOUT_MS = 60 * SECOND
/** hosts that did not take a bundle are asked again then */
const KEEP_AGAIN_MS = MINUTE

/** Where a bundle lies, and a request can be left, while this device is away. */
export interface LinkMailboxes {
  /** Makes what is missing; resolves when it has, or has not in time. */
  openFor: (inviteId: string, options: { patienceMs: number }) => Promise<void>
  routesFor: (inviteId: string) => MailboxRoute[]
  /** whether there is a host on this network */
  areHere: () => boolean
  /** addresses of the hosts where bundles are left */
  places: () => string[]
  /** Leaves a bundle at all of them; `onKept` is told of each that has it. Never throws. */
  leaveBundle: (inviteId: string, record: Bytes, options: { signal: AbortSignal, onKept: (host: string) => void }) => Promise<void>
}

export interface PostingsDeps {
  node: NetworkNode
  identity: Identity
  rendezvous: Rendezvous
  mailboxes: LinkMailboxes
  rowOf: (inviteId: string) => InviteRow | undefined
  isOpen: (row: InviteRow) => boolean
  groupName: (groupId: GroupId) => string
  noteSeq: (inviteId: string, seq: number) => Promise<void>
  clock: Clock
  random: Random
  log: Log
}

export class Postings {
  readonly #deps: PostingsDeps
  readonly #timers = new Map<string, Timer>()
  /** hosts that have a link's newest bundle */
  readonly #keptAt = new Map<string, Set<string>>()
  readonly #stopping = new AbortController()

  constructor (deps: PostingsDeps) {
    this.#deps = deps
  }

  keptAt (inviteId: string): string[] {
    return [...this.#keptAt.get(inviteId) ?? []].sort()
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    for (const timer of this.#timers.values()) timer.cancel()
  }

  /** Never throws. @param onKept called for each host as soon as it has it */
  async publish (inviteId: string, { onKept }: { onKept?: () => void } = {}): Promise<void> {
    const { rendezvous, mailboxes, rowOf, noteSeq, clock, log } = this.#deps
    this.#timers.get(inviteId)?.cancel()
    const row = rowOf(inviteId)
    if (row === undefined || this.#stopping.signal.aborted || clock.now() > row.expiresAtMs) return
    let inMs = FIRST_RETRY_MS
    try {
      const seq = Math.max(row.bundleSeq + 1, clock.now())
      const value = this.#seal(row, seq)
      await noteSeq(inviteId, seq)
      const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PUBLISH_TIMEOUT_MS)])
      const kept = new Set<string>()
      const keeping = mailboxes.leaveBundle(inviteId, value, {
        signal,
        onKept: host => {
          this.#keptAt.set(inviteId, kept.add(host))
          onKept?.()
        }
      })
      const stored = await rendezvous.publish(value, { signal }).then(put => put.stored, (err: unknown) => {
        if (!this.#stopping.signal.aborted) log.debug('invite not published', errorFields(err))
        return 0
      })
      await keeping
      if (rowOf(inviteId)?.bundleSeq === seq) this.#keptAt.set(inviteId, kept)
      const isKept = kept.size > 0 || mailboxes.places().length === 0
      if (stored > 0) inMs = isKept ? REPUBLISH_MS : KEEP_AGAIN_MS
    } catch (err) {
      log.warn('invite not published', errorFields(err))
    }
    if (this.#stopping.signal.aborted) return
    this.#timers.get(inviteId)?.cancel()
    this.#timers.set(inviteId, clock.after(jitterMs(inMs * 0.9, inMs * 1.1), () => { void this.publish(inviteId) }))
  }

  #seal (row: InviteRow, seq: number): Bytes {
    const { node, identity, mailboxes, isOpen, groupName, clock, random } = this.#deps
    const bundle: Partial<Bundle> = isOpen(row)
      ? {
          preKeys: PreKeys.decode(fromBase64url(row.preKeys)),
          routes: { ...node.routes(), atMs: clock.now() },
          devices: identity.devices,
          name: identity.name,
          mailboxes: mailboxes.routesFor(row.inviteId),
          ...(row.group === undefined ? {} : { group: { group: idBytes(row.group.groupId), name: groupName(row.group.groupId) } })
        }
      : { withdrawn: true }
    const link = linkSecrets({ seed: fromBase64url(row.seed), secret: fromBase64url(row.secret) })
    return sealBundle({ link, bundle, seq, eolMs: row.expiresAtMs + HOUR, random })
  }
}
