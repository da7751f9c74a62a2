/** What has to be done once before anything is said, after an old copy of a profile was put back. */
import type { Log } from '../base/log.ts'
import type { Store } from '../store/store.ts'
import type { Contacts } from './core/contacts.ts'
import type { Outbox } from './mail/outbox.ts'

/** Sessions begin anew: an old state used again would use keys twice. */
export async function settleOldCopy (
  { store, contacts, outbox, log }: { store: Store, contacts: Contacts, outbox: Outbox, log: Log }
): Promise<void> {
  log.error('database is an old copy', { contacts: contacts.all().length })
  for (const { contactId, devices } of contacts.all()) {
    for (const { deviceId } of devices) await outbox.resetOldCopy(contactId, deviceId)
  }
  const settled = store.batch()
  store.settleRollback(settled)
  await store.commit(settled)
}
