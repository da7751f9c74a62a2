/** A device that gives many others a new sender key, each over a session whose next state is durable before the next is begun. */
import { rm } from 'node:fs/promises'
import type * as Bases from '../../src/base/events.ts'
import type * as Logs from '../../src/base/log.ts'
import type * as Randoms from '../../src/base/random.ts'
import type * as Times from '../../src/base/time.ts'
import type * as Devices from '../../src/crypto/devices.ts'
import type * as Signals from '../../src/crypto/libsignal.ts'
import type * as SenderKeys from '../../src/crypto/sender-keys.ts'
import type { SessionRecords } from '../../src/crypto/sessions.ts'
import type * as Changes from '../../src/messenger/core/changes.ts'
import type * as Wheels from '../../src/messenger/core/ratchets.ts'
import type * as Profiles from '../../src/store/profile.ts'
import { serve } from './children.ts'
import { PASSPHRASE } from './programs.ts'

const built = async <Module>(path: string): Promise<Module> =>
  await import(new URL(`../../.cache/parts/${path}.js`, import.meta.url).href) as Module

const { Events } = await built<typeof Bases>('base/events')
const { silentLog } = await built<typeof Logs>('base/log')
const { systemRandom } = await built<typeof Randoms>('base/random')
const { systemClock } = await built<typeof Times>('base/time')
const { newDevice } = await built<typeof Devices>('crypto/devices')
const { createSessions } = await built<typeof Signals>('crypto/libsignal')
const { giveSenderKey, newDistribution } = await built<typeof SenderKeys>('crypto/sender-keys')
const { ChangeLog } = await built<typeof Changes>('messenger/core/changes')
const { Ratchets, StoredSessionRecords } = await built<typeof Wheels>('messenger/core/ratchets')
const { openProfile } = await built<typeof Profiles>('store/profile')

const NOTHING: SessionRecords = { get: async () => undefined }

/** @returns milliseconds of CPU, and of time, for so many members after they all got one before */
async function rekey ({ folder, members }: { folder: string, members: number }): Promise<Record<'cpuMs' | 'allMs', number>> {
  const profile = await openProfile(folder, { clock: systemClock, random: systemRandom, log: silentLog })
  const store = await profile.create({ passphrase: PASSPHRASE, argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 } })
  const device = newDevice(systemRandom)
  const records = new StoredSessionRecords(store)
  const sessions = createSessions({ device, records, clock: systemClock, random: systemRandom })
  const ratchets = new Ratchets({ sessions, records, changes: new ChangeLog({ store, events: new Events(() => {}) }), log: silentLog })
  const others = Array.from({ length: members }, () => newDevice(systemRandom))
  for (const other of others) {
    const theirs = createSessions({ device: other, records: NOTHING, clock: systemClock, random: systemRandom }).overlay()
    const preKeys = await theirs.makePreKeys()
    await ratchets.step(other.deviceId, async overlay => { await overlay.begin(preKeys) })
  }
  const giveAll = async (): Promise<void> => {
    const { key } = await giveSenderKey({ device: device.deviceId, distribution: newDistribution(systemRandom), record: undefined })
    for (const { deviceId } of others) await ratchets.step(deviceId, async overlay => { await overlay.encrypt(deviceId, key) })
  }
  await giveAll()
  const before = process.cpuUsage()
  const sinceMs = performance.now()
  await giveAll()
  const allMs = performance.now() - sinceMs
  const { user, system } = process.cpuUsage(before)
  await profile.close()
  await rm(folder, { recursive: true, force: true })
  return { cpuMs: (user + system) / 1000, allMs }
}

serve({ rekey }, async () => {})
