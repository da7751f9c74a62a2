/** Following a link that somebody else made: to them, or into a group of theirs. */
import { toBase64url } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import type { AccountId, GroupId } from '../base/ids.ts'
import { parseLink, type InviteLink } from '../wire/link.ts'
import type { Parts } from './parts.ts'

const DEFAULT_PATIENCE_MS = 30_000

export interface FollowOptions {
  timeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

export class Following {
  readonly #parts: Pick<Parts, 'joins' | 'node' | 'groups' | 'events'>

  constructor (parts: Pick<Parts, 'joins' | 'node' | 'groups' | 'events'>) {
    this.#parts = parts
  }

  /** @throws AppError as Messenger.accept */
  async toPerson (
    text: string, { wait, firstWords, ...options }: FollowOptions & { wait: boolean, firstWords?: string | undefined }
  ): Promise<AccountId> {
    if (this.#checked(text).toGroup === true) {
      throw new AppError('BAD_LINK', 'this link leads into a group', { hint: 'To join it: nobyte group join LINK' })
    }
    const words = firstWords === undefined ? {} : { firstWords }
    return (await this.#follow(text, { ready: wait, signal: deadlineOf(options), ...words })).contactId
  }

  /**
   * Resolves once one takes part.
   * @throws AppError BAD_LINK, LINK_USED, LINK_EXPIRED, REFUSED, NETWORK_MISMATCH; QUEUED: nobody answered yet; it goes on
   */
  async toGroup (text: string, options: FollowOptions): Promise<GroupId> {
    if (this.#checked(text).toGroup !== true) {
      throw new AppError('BAD_LINK', 'this link leads to a person', { hint: 'To meet them: nobyte accept LINK' })
    }
    const signal = deadlineOf(options)
    const { groupId } = await this.#follow(text, { ready: true, signal })
    if (groupId === undefined) throw notThere()
    await this.#arrival(groupId, signal)
    // It may be here and not be taken part in yet: that comes in the same turn; or somebody had added us before.
    await this.#parts.groups.steps.accept(groupId)
    return groupId
  }

  async #follow (text: string, options: Parameters<Parts['joins']['accept']>[1]): ReturnType<Parts['joins']['accept']> {
    try {
      return await this.#parts.joins.accept(text, options)
    } catch (err) {
      throw hasCode(err, 'QUEUED') ? this.#withCause(err) : err
    }
  }

  async #arrival (groupId: GroupId, signal: AbortSignal): Promise<void> {
    const { groups, events } = this.#parts
    const arrived = Promise.withResolvers<void>()
    const look = async (): Promise<void> => {
      if (groups.roster.has(groupId)) arrived.resolve()
      // Let in and removed before one heard of either.
      else if (await groups.roster.archive.wish(groupId) === undefined && !groups.roster.has(groupId)) {
        arrived.reject(new AppError('REFUSED', 'the maker of this link declined'))
      }
    }
    const lookAgain = (): void => { void look().catch(arrived.reject) }
    const onAbort = (): void => { arrived.reject(notThere()) }
    const off = events.on('group:changed', lookAgain)
    signal.addEventListener('abort', onAbort, { once: true })
    lookAgain()
    if (signal.aborted) onAbort()
    try {
      await arrived.promise
    } finally {
      off()
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** @throws AppError BAD_LINK, NETWORK_MISMATCH */
  #checked (text: string): InviteLink {
    const { node } = this.#parts
    const link = parseLink(text)
    if (link.networkId !== node.network.id) {
      throw new AppError('NETWORK_MISMATCH', 'this link belongs to another network', {
        hint: 'Join its network first (nobyte network join FILE), or use a profile of its own: nobyte --profile NAME init'
      })
    }
    if (link.networkKey !== undefined && toBase64url(link.networkKey) !== node.network.psk) {
      throw new AppError('NETWORK_MISMATCH', 'this link belongs to a network with another key than yours', {
        hint: 'Your network file may be an old or a damaged one: get the present one, then nobyte network join FILE'
      })
    }
    return link
  }

  /** Somebody who cannot even reach the network needs to hear that, not that time has passed. */
  #withCause (late: AppError): AppError {
    const { node } = this.#parts
    const cause = node.dht.tableSize() > 0 ? undefined : node.bootstrap().find(({ error }) => error !== undefined)?.error
    if (cause === undefined) return late
    // A wrong key does not heal by waiting; everything else may.
    return new AppError(cause.code === 'NETWORK_MISMATCH' ? cause.code : late.code, `${cause.message}; the link is kept, and tried again`, {
      ...(cause.hint === undefined ? {} : { hint: cause.hint }), cause
    })
  }
}

const deadlineOf = ({ timeoutMs = DEFAULT_PATIENCE_MS, signal }: FollowOptions): AbortSignal => {
  const deadline = AbortSignal.timeout(timeoutMs)
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline])
}

const notThere = (): AppError => new AppError('QUEUED', 'the maker of this link has not answered yet', {
  hint: 'It goes on in the background; the group shows up by itself. See: nobyte group'
})
