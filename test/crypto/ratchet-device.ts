import type { Bytes } from '../../src/base/bytes.ts'
import type { DeviceId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Clock } from '../../src/base/time.ts'
import { newDevice, type DeviceWithSecrets } from '../../src/crypto/devices.ts'
import { createSessions } from '../../src/crypto/libsignal.ts'
import type { SessionOverlay, SessionRecords, Sessions } from '../../src/crypto/sessions.ts'

/** A clock that stands still until a story moves it. */
export class StoryClock implements Clock {
  nowMs = Date.UTC(2026, 0, 1)

  now (): number { return this.nowMs }
  after (): { cancel: () => void } { throw new TypeError('sessions set no timers') }
}

/** One device with its records in memory: what is committed is what the next overlay, or the next start, reads. */
export class RatchetDevice {
  readonly device: DeviceWithSecrets = newDevice(systemRandom)
  readonly stored = new Map<string, Bytes>()
  readonly clock: StoryClock
  sessions: Sessions

  constructor (clock: StoryClock) {
    this.clock = clock
    this.sessions = this.#start()
  }

  get id (): DeviceId { return this.device.deviceId }

  restart (): void {
    this.sessions = this.#start()
  }

  async step<T> (task: (overlay: SessionOverlay) => Promise<T>): Promise<T> {
    const overlay = this.sessions.overlay()
    const result = await task(overlay)
    this.commit(overlay)
    return result
  }

  commit (overlay: SessionOverlay): void {
    for (const { kind, id, value } of overlay.changes()) {
      if (value === undefined) this.stored.delete(`${kind} ${id}`)
      else this.stored.set(`${kind} ${id}`, value)
    }
    overlay.committed()
  }

  kept (kind: string): string[] {
    return [...this.stored.keys()].filter(key => key.startsWith(`${kind} `))
  }

  #start (): Sessions {
    const records: SessionRecords = { get: async (kind, id) => this.stored.get(`${kind} ${id}`) }
    return createSessions({ device: this.device, records, clock: this.clock, random: systemRandom })
  }
}
