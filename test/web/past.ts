/** A profile with a past that no search has read: what a node finds that was away while much was said. */
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveHome } from '../../src/api/home.ts'
import { Events } from '../../src/base/events.ts'
import { contentIdSource, type AccountId, type DeviceId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { ChangeLog } from '../../src/messenger/core/changes.ts'
import { Contacts } from '../../src/messenger/core/contacts.ts'
import { History } from '../../src/messenger/mail/history.ts'
import { openProfile } from '../../src/store/profile.ts'

const idOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** @param home NOBYTE_HOME of a node that is not running */
export async function leavePast (
  { home, passphrase, name, count, last }: { home: string, passphrase: string, name: string, count: number, last: string }
): Promise<void> {
  const { data } = resolveHome({ env: { NOBYTE_HOME: home }, cwd: '/', uid: process.getuid!() })
  const profile = await openProfile(data, { clock: systemClock, random: systemRandom, log: silentLog })
  if (profile.state !== 'locked') throw new TypeError('there is no profile to open')
  const store = await profile.unlock(passphrase)
  const changes = new ChangeLog({ store, events: new Events(() => {}) })
  const contacts = new Contacts({ store, changes, clock: systemClock })
  const history = new History({ store })
  await changes.load()
  await contacts.load()
  const [account, device] = [idOf(systemRandom(32)) as AccountId, idOf(systemRandom(32)) as DeviceId]
  const nextId = contentIdSource(systemClock, systemRandom)
  const change = changes.begin()
  contacts.meet(change, {
    account, announcedName: name, state: 'ready', secret: systemRandom(32), device, devices: [device], deviceListVersion: 1
  })
  for (let i = 1; i <= count; i++) {
    const text = i === count ? last : `word number ${i} of many`
    await history.addPage(change, account, {
      direction: 'in', storedAtMs: systemClock.now(), contents: [{
        id: nextId(), lamport: i, seq: i, sentAtMs: systemClock.now(), quiet: false,
        text: { text: new TextEncoder().encode(text), replyTo: new Uint8Array(0), expiresAfterMs: 0 }
      }]
    })
  }
  await change.commit({ sync: false })
  await profile.close()
  // A node makes no file that is not its owner's alone; this process is none.
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}
