/** What a desk in these stories is made of. */
import { Events } from '../../src/base/events.ts'
import type { AccountId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { SteadyClock } from '../../src/base/steady.ts'
import type { Clock } from '../../src/base/time.ts'
import { createSessions } from '../../src/crypto/libsignal.ts'
import { Conversations } from '../../src/messenger/conversations.ts'
import { ChangeLog } from '../../src/messenger/core/changes.ts'
import { Contacts } from '../../src/messenger/core/contacts.ts'
import { DeviceStates } from '../../src/messenger/core/devices.ts'
import type { MessengerEvents } from '../../src/messenger/core/events.ts'
import type { Identity } from '../../src/messenger/core/identity.ts'
import { Ratchets, StoredSessionRecords } from '../../src/messenger/core/ratchets.ts'
import { Keys } from '../../src/messenger/keys.ts'
import { Amendments } from '../../src/messenger/amendments.ts'
import { Expiry } from '../../src/messenger/expiry.ts'
import { Correspondence } from '../../src/messenger/mail/correspondence.ts'
import { EnvelopeStore } from '../../src/messenger/mail/envelopes.ts'
import { Eraser } from '../../src/messenger/mail/eraser.ts'
import { History } from '../../src/messenger/mail/history.ts'
import { Inbox } from '../../src/messenger/mail/inbox.ts'
import { Markings } from '../../src/messenger/mail/markings.ts'
import { Outbox } from '../../src/messenger/mail/outbox.ts'
import { Search } from '../../src/messenger/search/search.ts'
import { Links } from '../../src/messenger/reach/links.ts'
import type { Store } from '../../src/store/store.ts'

export type Parts = Awaited<ReturnType<typeof openParts>>

/** The part of the messenger that needs no network, wired as it is there. */
export async function openParts ({ store, identity, clock }: { store: Store, identity: Identity, clock: Clock }) {
  const random = systemRandom
  const log = silentLog
  const steady = new SteadyClock(clock)
  const events = new Events<MessengerEvents>()
  const changes = new ChangeLog({ store, events })
  const contacts = new Contacts({ store, changes, clock: steady })
  const devices = new DeviceStates({ store })
  const history = new History({ store })
  const markings: Markings = new Markings({ store, history, onPlan: () => { eraser.wake() } })
  const search = new Search({ store, changes, contacts, history, markings, others: () => [], log })
  const eraser = new Eraser({
    store, changes, history, markings, log, onErased: async (contactId, positions) => { await search.rebind(contactId, positions) }
  })
  const envelopes = new EnvelopeStore({ store, history })
  const sessions = createSessions({ device: identity.device, records: new StoredSessionRecords(store), clock: steady, random })
  const ratchets = new Ratchets({ sessions, records: new StoredSessionRecords(store), changes, log })
  const outbox = new Outbox({ ratchets, changes, devices, envelopes, history, contacts, clock, random, log, onDelivered: () => {} })
  const inbox: Inbox = new Inbox({
    store, ratchets, changes, contacts, devices, history, outbox, clock, steady, log,
    onSpareUsed: async ({ contactId, device }) => { await keys.give(contactId, device) }
  })
  const keys = new Keys({ identity, changes, contacts, devices, ratchets, outbox, clock: steady, random, log, onChanged () {} })
  const conversations = new Conversations({ changes, history, markings, clock })
  const amendments = new Amendments({ changes, history, markings, clock })
  const expiry = new Expiry({ store, changes, contacts, history, markings, outbox, clock: steady, log })
  for (const feature of [keys, conversations, amendments, expiry]) feature.listen(inbox)
  const links = new Links({
    contacts, devices, changes, outbox, inbox, keys, clock: steady, log, viaOf: ({ route }) => ({ route }),
    onGone () {}, onThere () {}, onTyping () {}, onRelayed () {}
  })
  const venueOf = (contactId: AccountId): Correspondence =>
    new Correspondence({ ownName: identity.name, history, outbox, clock }, contacts.get(contactId)!)
  await changes.load()
  await contacts.load()
  await devices.load()
  await markings.load()
  await expiry.load()
  await search.load()
  for (const { contactId, device } of await outbox.load({ rowsLost: store.rolledBack })) await keys.repeat(contactId, device)
  eraser.wake()
  search.start()
  return {
    changes, contacts, devices, history, markings, eraser, ratchets, outbox, inbox, keys, conversations, amendments, expiry, search,
    links, events, venueOf
  }
}
