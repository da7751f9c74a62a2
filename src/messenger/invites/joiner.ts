/** What a joiner says and to whom: finds the link's bundle, makes the first message from it, and hands it over. */
import { fromBase64url, toBase64url, type Bytes } from '../../base/bytes.ts'
import { hasCode } from '../../base/errors.ts'
import { deviceIdFromBytes, type AccountId, type DeviceId, type GroupId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import { DAY, pause, SECOND, type Clock } from '../../base/time.ts'
import { bundleDhtKey, openBundle, sealRequest, type OpenedBundle } from '../../crypto/invites.ts'
import { newPairSecret } from '../../crypto/pair-secrets.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { InviteExchange } from '../../protocols/invite.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { Introduction } from '../../wire/gen/invite.ts'
import type { MailboxRoute } from '../../wire/gen/mailbox.ts'
import type { InviteLink } from '../../wire/link.ts'
import type { Change } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { DeviceStates } from '../core/devices.ts'
import { plainName, type Identity } from '../core/identity.ts'
import type { Outbox } from '../mail/outbox.ts'
import { decodedRoutes, encodedRoutes } from '../mailboxes/routes.ts'
import type { Route } from '../mailboxes/rows.ts'
import type { Ratchets } from '../core/ratchets.ts'
import type { JoinRow, KnownRoute } from '../core/rows.ts'

const LOOKUP_TIMEOUT_MS = 20 * SECOND
const ASK_TIMEOUT_MS = 20 * SECOND
const GRACE_MS = 3 * SECOND
/** a host may have forgotten it */
const LEAVE_AGAIN_MS = DAY

export type FoundBundle = Extract<OpenedBundle, { kind: 'bundle' }>

export interface JoinerDeps {
  identity: Identity
  ratchets: Ratchets
  contacts: Contacts
  devices: DeviceStates
  outbox: Outbox
  node: NetworkNode
  rendezvous: Rendezvous
  exchange: Pick<InviteExchange, 'ask'>
  mailboxes: JoinMailboxes
  /** whoever follows a link into a group takes part in it, once they are added */
  wish: (change: Change, groupId: GroupId) => void
  clock: Clock
  random: Random
}

/** Where an answer can be left for this device, and where it can leave its request. */
export interface JoinMailboxes {
  /** Makes what is missing for somebody who is no contact yet; nothing when that takes long. */
  routesFor: (contactId: AccountId, signal: AbortSignal) => Promise<MailboxRoute[]>
  /** @returns the sender id under which it was left. @throws AppError PEER_UNREACHABLE: nowhere */
  leaveRequest: (options: { routes: Route[], secret: Bytes, request: Bytes, signal: AbortSignal }) => Promise<string>
  /** Whatever hosts hold under the link's key; what of it is a bundle, `accept` says. Never throws. */
  findBundle: (
    link: { publicKey: Bytes, hints: readonly string[] }, options: { signal: AbortSignal, accept: (record: Bytes) => void }
  ) => Promise<void>
  /** First words may follow the request, and nowhere precede it. */
  follow: (change: Change, options: { contactId: AccountId, device: DeviceId, routes: Route[] }) => void
}

export class Joiner {
  readonly #deps: JoinerDeps

  constructor (deps: JoinerDeps) {
    this.#deps = deps
  }

  /** Meets the network where the link says it is; the look-up needs somebody to ask. */
  async enter ({ hints }: InviteLink, signal: AbortSignal): Promise<void> {
    const timed = AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)])
    await Promise.allSettled(hints.map(async hint => await this.#deps.node.dial({ addresses: [hint] }, { signal: timed })))
  }

  /**
   * Looks for the link's bundle in the DHT and in mailboxes, side by side: the first valid one will do.
   * @param newest what comes within three more seconds is looked at as well: it is asked for where its maker is now
   */
  async findBundle (
    link: InviteLink, { newest = false, signal }: { newest?: boolean, signal: AbortSignal }
  ): Promise<OpenedBundle | undefined> {
    const { rendezvous, mailboxes, clock } = this.#deps
    const enough = new AbortController()
    const timed = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)])
    let best: OpenedBundle | undefined
    const accept = (value: Bytes): void => {
      const bundle = openBundle({ link, value })
      // Whoever made it must not lead anybody elsewhere than the link says.
      if (bundle.kind === 'bundle' && (bundle.group !== undefined) !== (link.toGroup === true)) return
      if (best !== undefined && bundle.seq <= best.seq) return
      best = bundle
      if (!newest) enough.abort()
      else pause(clock, GRACE_MS, enough.signal).then(() => { enough.abort() }, () => {})
    }
    const [looked] = await Promise.allSettled([
      rendezvous.find(bundleDhtKey(link.publicKey), { signal: timed, accept }),
      mailboxes.findBundle(link, { signal: timed, accept })
    ])
    enough.abort()
    signal.throwIfAborted()
    if (best === undefined && looked.status === 'rejected') throw looked.reason
    return best
  }

  /** Why this bundle is not to be answered: it is our own, or of somebody blocked. */
  refusalOf ({ verified }: FoundBundle): 'OWN_LINK' | 'BLOCKED' | undefined {
    const { identity, contacts } = this.#deps
    if (verified.accountId === identity.account.accountId) return 'OWN_LINK'
    return contacts.byAccount(verified.accountId)?.blockedAtMs === undefined ? undefined : 'BLOCKED'
  }

  /** Hands the request over where its reader was last. The reply may be random bytes. */
  async ask (route: KnownRoute, request: Bytes, signal: AbortSignal): Promise<Bytes> {
    const timed = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)])
    const { exchange } = this.#deps
    try {
      return await exchange.ask({ peerId: fromBase64url(route.peerId), addresses: route.addresses }, request, { signal: timed() })
    } catch (err) {
      // They may have restarted: the same place, another PeerId. Only they can answer the request, so anyone may see it.
      if (signal.aborted || hasCode(err, 'EXISTS')) throw err
      return await exchange.ask({ addresses: route.addresses }, request, { signal: timed() })
    }
  }

  /**
   * Leaves the request at one more of the link's mailboxes, or anew where it was left long ago.
   * @returns the join's next row; undefined: it lies everywhere, or there is nowhere to leave it
   */
  async leave (row: JoinRow, link: InviteLink, signal: AbortSignal): Promise<JoinRow | undefined> {
    const { mailboxes, clock } = this.#deps
    const nowMs = clock.now()
    const left = (row.left ?? []).filter(({ atMs }) => nowMs - atMs < LEAVE_AGAIN_MS)
    const routes = decodedRoutes(row.mailboxes ?? []).filter(({ sid }) => !left.some(one => one.sid === sid))
    if (row.request === undefined || routes.length === 0) return undefined
    const sid = await mailboxes.leaveRequest({ routes, secret: link.secret, request: fromBase64url(row.request), signal })
    return { ...row, left: [...left, { sid, atMs: nowMs }] }
  }

  /** What is written to somebody who has not answered follows the request to where it was left. */
  follow (change: Change, { contactId, left = [], mailboxes = [] }: JoinRow): void {
    const device = this.#deps.contacts.get(contactId!)?.devices[0]?.deviceId
    if (contactId === undefined || device === undefined) return
    const routes = decodedRoutes(mailboxes).filter(({ sid }) => left.some(one => one.sid === sid))
    this.#deps.mailboxes.follow(change, { contactId, device, routes })
  }

  /**
   * Makes the contact, the pair secret and the first message, in one batch with the session that sealed it.
   * @param keep puts the join's next row into that batch
   */
  async prepare (
    row: JoinRow, { link, bundle, signal }: { link: InviteLink, bundle: FoundBundle, signal: AbortSignal },
    keep: (change: Change, next: JoinRow) => void
  ): Promise<{ contactId: AccountId }> {
    const { identity, contacts, devices, outbox, ratchets, node, mailboxes, random, clock } = this.#deps
    const device = deviceIdFromBytes(bundle.preKeys.device)
    const pairSecret = newPairSecret(random)
    const account = bundle.verified.accountId
    const ownRoutes = await mailboxes.routesFor(contacts.byAccount(account)?.contactId ?? account, signal)
    const spare = await ratchets.step('strangers', async overlay => await overlay.makePreKeys())
    return await ratchets.step(device, async (overlay, change) => {
      await overlay.begin(bundle.preKeys)
      const introduction = Introduction.encode({
        devices: identity.devices,
        preKeys: spare,
        routes: { ...node.routes(), atMs: clock.now() },
        name: identity.name,
        pairSecret,
        text: row.text ?? '',
        mailboxes: ownRoutes
      })
      const { ciphertext } = await overlay.encrypt(device, introduction)
      const request = sealRequest({ secret: link.secret, message: ciphertext, random })
      const route = bundle.routes === undefined ? {} : { route: routeOf(bundle.routes) }
      const met = contacts.meet(change, {
        account: bundle.verified.accountId,
        announcedName: plainName(bundle.name) || 'Somebody',
        state: 'pending',
        secret: pairSecret,
        device,
        devices: bundle.verified.devices,
        deviceListVersion: bundle.verified.version,
        ...(route.route === undefined ? {} : { routes: new Map([[device, route.route]]) }),
        ...(bundle.group === undefined ? {} : { groupOnly: true })
      })
      const { contactId } = met
      await outbox.inheritAll(change, met)
      devices.meetAgain(change.batch, device)
      keep(change, {
        ...row,
        request: toBase64url(request),
        contactId,
        secret: toBase64url(pairSecret),
        mailboxes: encodedRoutes(bundle.mailboxes),
        bundleSeq: bundle.seq,
        ...(bundle.group === undefined ? {} : { groupId: bundle.group.groupId }),
        ...route
      })
      if (bundle.group !== undefined) this.#deps.wish(change, bundle.group.groupId)
      return { contactId }
    })
  }
}

/** What a later bundle says of where its maker is, and fetches. @returns undefined: nothing new */
export function refreshed (row: JoinRow, { seq, routes, mailboxes }: FoundBundle): JoinRow | undefined {
  if (seq <= (row.bundleSeq ?? 0)) return undefined
  const isLater = routes !== undefined && routes.atMs > (row.route?.atMs ?? 0)
  return {
    ...row, bundleSeq: seq, mailboxes: encodedRoutes(mailboxes), ...(isLater ? { route: routeOf(routes) } : {})
  }
}

export const routeOf = ({ peerId, addresses, atMs }: { peerId: Uint8Array, addresses: Uint8Array[], atMs: number }): KnownRoute =>
  ({ peerId: toBase64url(peerId), addresses: addressTexts(addresses), atMs })
