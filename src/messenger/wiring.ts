/** Composes the messenger: what knows what, who hears of what, and the order in which it ends. */
import { fromBase64url } from '../base/bytes.ts'
import { Events } from '../base/events.ts'
import type { AccountId } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { SteadyClock } from '../base/steady.ts'
import { DAY, type Clock } from '../base/time.ts'
import { createSessions } from '../crypto/libsignal.ts'
import type { BootstrapEntry } from '../network/networks/descriptors.ts'
import type { NetworkNode } from '../network/node.ts'
import { createDelivery, type Delivery } from '../protocols/delivery.ts'
import { createInviteExchange, type InviteExchange } from '../protocols/invite.ts'
import { createPunch } from '../protocols/punch.ts'
import type { Store } from '../store/store.ts'
import { Amendments } from './amendments.ts'
import { Typing } from './typing.ts'
import { Attempts } from './reach/attempts.ts'
import { ChangeLog } from './core/changes.ts'
import { Contacts, withProof } from './core/contacts.ts'
import { Conversations } from './conversations.ts'
import { DeviceStates } from './core/devices.ts'
import { EnvelopeStore } from './mail/envelopes.ts'
import { forgetterOf } from './mail/forgetting.ts'
import type { MessengerEvents } from './core/events.ts'
import { Preferences } from './core/preferences.ts'
import { Drafts } from './mail/drafts.ts'
import { Eraser } from './mail/eraser.ts'
import { Expiry } from './expiry.ts'
import { Explanations, viaOf } from './explanations.ts'
import { wayOfAsking } from './reach/asking.ts'
import { createChannels } from './channels/wiring.ts'
import { createGroups, type Circles } from './groups/wiring.ts'
import { History } from './mail/history.ts'
import { loadIdentity } from './core/identity.ts'
import { keepHouse } from './core/housekeeping.ts'
import { keepSteadyTime } from './core/timekeeping.ts'
import { Inbox } from './mail/inbox.ts'
import { Acquaintances } from './invites/acquaintances.ts'
import { spareOf } from './invites/introductions.ts'
import { Invites, type InvitesDeps } from './invites/invites.ts'
import { Joiner, type JoinMailboxes } from './invites/joiner.ts'
import { Joins } from './invites/joins.ts'
import { Keys } from './keys.ts'
import { Links } from './reach/links.ts'
import { Mailboxes } from './mailboxes/mailboxes.ts'
import { decodedRoutes } from './mailboxes/routes.ts'
import { Markings } from './mail/markings.ts'
import { Messenger } from './messenger.ts'
import { settleOldCopy } from './oldcopy.ts'
import { Outbox } from './mail/outbox.ts'
import { partingOf } from './parting.ts'
import type { QueueDeps } from './mail/queue.ts'
import { Passages } from './reach/passages.ts'
import { Proofs, type ProvenTag } from './reach/proofs.ts'
import { Ratchets, StoredSessionRecords } from './core/ratchets.ts'
import { Requests } from './invites/requests.ts'
import { Routes } from './reach/routes.ts'
import { Search } from './search/search.ts'
import type { WayChoice } from './reach/servers.ts'
import { Whereabouts } from './reach/whereabouts.ts'

export interface MessengerDeps {
  store: Store
  node: NetworkNode
  /** the person's choice for this network: whether its servers may see our address, and answer sooner */
  way?: WayChoice | undefined
  /** who the servers are that a link named: it holds from the next start on */
  keepServers?: (bootstrap: BootstrapEntry[]) => Promise<void>
  /** the machine's: what people are shown */
  clock: Clock
  /** by which things expire */
  steady: SteadyClock
  random: Random
  log: Log
}

/** Opens the messenger on an unlocked store and a started node, and goes on with everything that was begun. */
export async function openMessenger ({
  store, node, way, keepServers = async () => {}, clock, steady, random, log
}: MessengerDeps): Promise<Messenger> {
  const identity = await loadIdentity(store)
  const ownDevice = identity.device.deviceId
  const events = new Events<MessengerEvents>(err => { log.error('listener failed', errorFields(err)) })
  const changes = new ChangeLog({ store, events })
  const contacts = new Contacts({ store, changes, clock: steady })
  const devices = new DeviceStates({ store })
  const history = new History({ store })
  const markings: Markings = new Markings({ store, history, onPlan: () => { eraser.wake() } })
  const search: Search = new Search({
    store, changes, contacts, history, markings, log, others: () => [...groups.histories, ...channels.channels.histories]
  })
  const eraser = new Eraser({
    store, changes, history, markings, log, onErased: async (...is) => { for (const part of [search, circles]) await part.rebind(...is) }
  })
  const drafts = new Drafts({ store })
  const envelopes = new EnvelopeStore({ store, history })
  const records = new StoredSessionRecords(store)
  const sessions = createSessions({ device: identity.device, records, clock: steady, random })
  const ratchets = new Ratchets({ sessions, records, changes, log })
  const onDelivered: QueueDeps['onDelivered'] = (...args) => { groups.receipts.delivered(...args) }
  const outbox = new Outbox({ ratchets, changes, devices, envelopes, history, contacts, clock, random, log, onDelivered })
  const attempts = new Attempts({ clock: steady })
  const asking = wayOfAsking({ store, node, way, keepServers, clock, steady, random, log })
  const { guards, mailbox, rendezvous } = asking
  const whereabouts = new Whereabouts({ store, node, rendezvous, contacts, ownDevice, clock: steady, random, log })
  const proofs = new Proofs({ ownDevice, peerId: node.peerIdBytes, contacts, random })
  const inbox: Inbox = new Inbox({
    store, ratchets, changes, contacts, devices, history, outbox, clock, steady, log,
    onSpareUsed: async ({ contactId, device }) => { await keys.give(contactId, device) }
  })
  const refresh = (contactId: AccountId): void => {
    proofs.refresh(contactId)
    void whereabouts.publish(contactId)
    routes.wake(contactId)
  }
  const keys = new Keys({ identity, changes, contacts, devices, ratchets, outbox, clock: steady, random, log, onChanged: refresh })
  const conversations = new Conversations({ changes, history, markings, clock })
  const amendments = new Amendments({ changes, history, markings, clock })
  const expiry = new Expiry({ store, changes, contacts, history, markings, outbox, clock: steady.lenient, log })
  const wake = (contactId: AccountId): void => { routes.wake(contactId) }
  const forgetSaid = forgetterOf({ drafts, markings, history, features: [expiry, search] })
  const circles: Circles = createGroups({
    store, identity, changes, contacts, history, markings, outbox, clock, random, log, wake, forgetSaid, marks: amendments,
    acquaintance: () => acquaintances, letGo: async contactId => { await letGo(contactId) }
  })
  const { groups, talks } = circles
  const channels = createChannels({
    store, node, rendezvous, changes, history, markings, search, contacts, clock, steady, random, log,
    isGroup: async name => await talks.find(name) !== undefined
  })
  for (const feature of [keys, conversations, amendments, expiry, groups]) feature.listen(inbox)

  const punch = node.punching && await createPunch({
    node, punching: node.punching, isWelcome: peerId => links.includes(peerId), clock, log
  })
  const links: Links = new Links({
    contacts, devices, changes, outbox, inbox, keys, clock: steady, log, viaOf: link => viaOf(node, link),
    onGone: contactId => {
      routes.retrySoon(contactId)
      mailboxes.left(contactId)
    },
    onTyping: (link, on) => { typing.hear(link, on) },
    onRelayed: link => {
      routes.improveSoon(link.tag.contactId)
      passages?.seek(link)
    },
    onThere: contactId => {
      mailboxes.there(contactId)
      groups.meet(contactId)
      if (contacts.get(contactId)?.devices.some(({ deviceId }) => devices.get(deviceId).given === undefined) === true) {
        void keys.renew()
      }
    }
  })
  const typing: Typing = new Typing({ contacts, links, changes, clock: steady })
  const delivery: Delivery<ProvenTag> = await createDelivery<ProvenTag>({
    node, proofs, onLink: link => { links.accept(link) }, clock, random, log
  })
  const passages = punch && new Passages({ punch, delivery, proofs, attempts, clock, log })
  const mailboxes: Mailboxes = new Mailboxes({
    store, node, changes, contacts, devices, envelopes, inbox, outbox, ownDevice, guards, mailbox, clock: steady, random, log,
    links: {
      has: device => links.to(device) !== undefined,
      send: async (device, frames) => {
        const link = links.to(device)
        await link?.send(frames)
        return link !== undefined
      }
    },
    invites: {
      ids: () => invites.ids(),
      secretOf: inviteId => invites.linkSecret(inviteId),
      onMoved: inviteId => { void invites.publish(inviteId) },
      receive: async (inviteId, request) => {
        const done = await invites.receive(inviteId, request)
        void keys.renew() // whoever was met so may be long in coming
        return done
      }
    },
    onAnswered: async (contactId, secret) => {
      await contacts.update(contactId, row => ({ ...row, state: 'ready', secrets: withProof(row.secrets, secret, steady.now()) }))
      refresh(contactId)
      joins.hurry()
      void keys.renew()
    }
  })
  mailboxes.listen(inbox)
  const routes: Routes = new Routes({ contacts, links, outbox, whereabouts, attempts, proofs, delivery, clock: steady })
  const admit: InvitesDeps['admit'] = async (change, newcomer, options = {}) => {
    const met = contacts.meet(change, {
      account: newcomer.account,
      announcedName: newcomer.name,
      state: 'ready',
      secret: fromBase64url(newcomer.pairSecret),
      device: newcomer.device,
      devices: newcomer.devices,
      deviceListVersion: newcomer.deviceListVersion,
      ...(newcomer.route === undefined ? {} : { routes: new Map([[newcomer.device, newcomer.route]]) }),
      ...options
    })
    const { contactId } = met
    await outbox.inheritAll(change, met)
    devices.meetAgain(change.batch, newcomer.device)
    devices.putSpare(change.batch, newcomer.device, spareOf(newcomer), steady.now())
    mailboxes.meet(change, { contactId, device: newcomer.device, routes: decodedRoutes(newcomer.mailboxes ?? []) })
    change.after(() => { refresh(contactId) })
    return contactId
  }
  const requests = new Requests({ store, changes, clock: steady, admit })
  const invites = new Invites({
    store, changes, identity, ratchets, contacts, requests, node, rendezvous, clock: steady, random, log, admit,
    servers: () => [...asking.servers.listed.values()],
    groups: { nameOf: id => talks.nameOf(id), letIn: async (...args) => await groups.steps.letIn(...args) },
    mailboxes: {
      openFor: async (inviteId, options) => { await mailboxes.openFor({ inviteId }, options) },
      routesFor: inviteId => mailboxes.routesFor({ inviteId }),
      areHere: () => mailboxes.bundles.areHere,
      places: () => mailboxes.bundles.places(),
      leaveBundle: async (...args) => { await mailboxes.bundles.leave(...args) }
    }
  })
  const { forgetContact, letGo } = partingOf({
    changes, contacts, ratchets, outbox, mailboxes, proofs, whereabouts, routes, links, forgetSaid
  })
  const routesFor: JoinMailboxes['routesFor'] = async (contactId, signal) => await mailboxes.openFor({ contactId }, { signal })
  const acquaintances: Acquaintances = new Acquaintances({
    identity, contacts, devices, ratchets, outbox, node, routesFor, clock: steady, random, admit, onContact: refresh
  })
  const joiner = new Joiner({
    identity, ratchets, contacts, devices, outbox, node, rendezvous, clock: steady, random,
    exchange: { ask: async (...args) => await exchange.ask(...args) },
    wish: (change, groupId) => { groups.steps.wish(change, groupId) },
    mailboxes: {
      routesFor,
      leaveRequest: async options => await mailboxes.leaveRequest(options),
      findBundle: async (link, options) => { await mailboxes.bundles.find(link, options) },
      follow: (change, options) => { mailboxes.meet(change, options) }
    }
  })
  const joins: Joins = new Joins({
    store, changes, events, contacts, joiner, clock: steady, log,
    onContact: refresh,
    abandon: async (change, contactId) => {
      // What somebody wrote is theirs to delete: only an empty conversation goes with its failed link.
      if ((await history.conversation(contactId)).top === 0n) await forgetContact(change, contactId)
    }
  })
  const explanations = new Explanations({
    node, links, outbox, attempts, whereabouts, mailboxes: mailboxes.overview, guards, joins, clock: steady
  })
  for (const part of [changes, contacts, devices, markings, expiry, search]) await part.load()
  for (const part of [groups.roster, channels.channels]) await part.load({ rolledBack: store.rolledBack })
  const mended = await outbox.load({ rowsLost: store.rolledBack })
  await asking.start()
  for (const part of [mailboxes, whereabouts, requests, invites]) await part.load()
  for (const { contactId } of contacts.all()) proofs.refresh(contactId)
  if (store.rolledBack) await settleOldCopy({ store, contacts, outbox, log })
  for (const { contactId, device } of mended) await keys.repeat(contactId, device)
  // Only now: who asks before everything is loaded would be told that their link is unknown.
  const exchange: InviteExchange = await createInviteExchange({
    node, answer: async request => await invites.answer(request), clock, random, log
  })
  const announce = (options?: { anew: boolean }): void => {
    whereabouts.publishAll(options)
    invites.publishAll()
  }
  const offs = [
    node.events.on('dht:ready', () => {
      announce({ anew: true })
      routes.wakeAll()
      mailboxes.wake()
      joins.hurry()
      changes.tell('network:changed', {})
    }),
    events.on('contact:changed', () => { mailboxes.refresh() }),
    node.events.on('addresses:changed', ({ isDirect }) => {
      announce()
      mailboxes.wake()
      if (isDirect) routes.wakeAll()
      changes.tell('network:changed', {})
    })
  ]
  const housekeeping = keepHouse(async () => {
    await keepSteadyTime(store, steady)
    await keys.renew()
    for (const part of [inbox, groups, invites]) await part.sweep()
    eraser.wake()
    // In either direction: after a clock that was ahead by years they would not be due again for as long.
    if (Math.abs(clock.now() - store.keysRotatedAtMs) >= DAY) await store.rotateKeys()
  }, { clock, log })
  // Most contacts are where they were. What else a start brings with it would make them wait.
  routes.wakeAll()
  await joins.start()
  let stopped = false
  const settling = routes.remembered().then(() => {
    if (stopped) return
    node.join()
    if (node.dht.isReady()) announce() // else once there is somebody to tell
    for (const part of [mailboxes, housekeeping, expiry, search, channels, groups.neighbours]) part.start()
  })

  const stop = async (): Promise<void> => {
    stopped = true
    routes.stop()
    await settling
    await housekeeping.stop()
    await expiry.stop()
    for (const off of offs) off()
    joins.stop()
    await channels.stop()
    await mailboxes.stop()
    await asking.stop()
    invites.stop()
    whereabouts.stop()
    await exchange.stop()
    await punch?.stop()
    await links.closeAll()
    await delivery.stop()
    for (const part of [inbox, groups, outbox]) await part.settled()
    await eraser.stop()
    await search.stop()
    await keepSteadyTime(store, steady).catch((err: unknown) => { log.warn('time not kept', errorFields(err)) })
  }
  return new Messenger({
    identity, node, clock, events, changes, contacts, conversations, amendments, expiry, search, history, drafts, outbox, links, routes,
    invites, joins, requests, explanations, mailboxes, guards, typing, groups, talks, board: channels.board, posts: channels.readings,
    refresh, letGo, stop, preferences: new Preferences({ store })
  })
}
