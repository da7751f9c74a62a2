/** What meeting somebody nearby needs of a profile that is open, on whichever network it is by then. */
import { AppError } from '../../base/errors.ts'
import type { AccountId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { MINUTE, type Clock } from '../../base/time.ts'
import { openNearbyNode } from '../../network/lan/nearby.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Messenger } from '../messenger.ts'
import { FOLLOW_MS, type NewLink } from './becoming.ts'
import { Nearby } from './nearby.ts'

/** of a link that is followed at once */
const LINK_LIFE_MS = 10 * MINUTE

export interface NearbyProfile {
  name: string
  /** what the profile's node listens on */
  listen: string[]
  /** what runs now, or will in a moment: following a link may mean a move to its network. @throws AppError LOCKED */
  running: () => Promise<{ messenger: Messenger, node: NetworkNode }>
  accept: Messenger['accept']
  clock: Clock
  random: Random
  log: Log
}

export function openNearby ({ name, listen, running, accept, clock, random, log }: NearbyProfile): Nearby {
  return new Nearby({
    openNode: async () => await openNearbyNode({ listen, clock, random, log }),
    name,
    async place () {
      const { node: { network }, messenger } = await running()
      return { networkId: network.id, isFree: network.kind === 'lan' && (await messenger.people()).length === 0 }
    },
    makeLink: async () => await linkForOne((await running()).messenger),
    async followLink (link) {
      const { contactId, name: theirs, state } = await accept(link, { wait: true, timeoutMs: FOLLOW_MS })
      if (state === 'ready') return contactId
      throw new AppError('QUEUED', `${theirs} has not answered yet`, { hint: `See: nobyte why ${contactId.slice(0, 8)}` })
    },
    async onVerified (contactId) {
      await (await running()).messenger.confirmVerified(contactId, true)
    },
    onChanged () {
      running().then(async ({ messenger }) => {
        const change = messenger.log.begin()
        change.emit('nearby:changed', {})
        await change.commit({ sync: false })
      }).catch((err: unknown) => { log.debug('nearby-not-told', errorFields(err)) })
    },
    clock,
    random,
    log
  })
}

/** A link that tells who used it. */
async function linkForOne (messenger: Messenger): Promise<NewLink> {
  const uses = new Map<string, AccountId>()
  const off = messenger.events.on('invite:used', ({ inviteId, contactId }) => { uses.set(inviteId, contactId) })
  const { inviteId, link } = await messenger.invite({ expiresInMs: LINK_LIFE_MS })
  return {
    link,
    async used (signal) {
      try {
        return uses.get(inviteId) ??
          (await messenger.events.next('invite:used', { filter: one => one.inviteId === inviteId, signal })).contactId
      } finally {
        off()
      }
    },
    async revoke () {
      off()
      await messenger.revokeInvite(inviteId)
    }
  }
}
