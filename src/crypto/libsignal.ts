/** Sessions by libsignal: PQXDH with ML-KEM-1024, then the triple ratchet. */
import {
  CiphertextMessageType, ErrorCode, IdentityKeyPair, LibSignalErrorBase, PreKeySignalMessage, processPreKeyBundle, ProtocolAddress,
  SessionRecord, signalDecrypt, signalDecryptPreKey, signalEncrypt, SignalMessage
} from '@signalapp/libsignal-client'
import { concat, copy, equal, u64be, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { deviceIdFromBytes, idBytes, type DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Clock } from '../base/time.ts'
import type { PreKeys } from '../wire/gen/identity.ts'
import type { DeviceWithSecrets } from './devices.ts'
import {
  NamedIdentities, StepKyberPreKeys, StepPreKeys, StepSessions, StepSignedPreKeys, type Step
} from './libsignal-stores.ts'
import { readPreKeyMessage, type PreKeyMessageFields } from './prekey-message.ts'
import {
  decodePreKeys, encodePreKeys, newPreKeyId, newPreKeys, preKeyBundle, publicPreKeys, SIGNAL_DEVICE, type StoredPreKeys
} from './prekeys.ts'
import { sha256 } from './primitives.ts'
import type {
  BrokenReason, DecryptResult, FirstDecryptResult, SessionChange, SessionMessage, SessionOverlay, SessionRecordKind, SessionRecords,
  Sessions
} from './sessions.ts'

const MAX_CACHED_SESSIONS = 1000
/** of a first message to reusable keys; nobody can make two of them collide to any use */
const TRACE_BYTES = 16

interface SessionDeps {
  device: DeviceWithSecrets
  records: SessionRecords
  clock: Clock
  random: Random
}

export function createSessions ({ device, records, clock, random }: SessionDeps): Sessions {
  const own = IdentityKeyPair.deserialize(device.identityKeyPair)
  const shared: Shared = {
    device,
    records,
    clock,
    random,
    own,
    address: addressOf(device.deviceId),
    identities: new NamedIdentities({ own, registrationId: device.registrationId }),
    cache: new SessionCache()
  }
  return {
    overlay: () => new Overlay(shared),
    claimedSender: ciphertext => readPreKeyMessage(ciphertext)?.device,
    forget: () => { shared.cache.clear() }
  }
}

interface Shared extends SessionDeps {
  own: IdentityKeyPair
  address: ProtocolAddress
  identities: NamedIdentities
  cache: SessionCache
}

/** Committed sessions, the least recently used dropped first. */
class SessionCache extends Map<DeviceId, SessionRecord> {
  override get (device: DeviceId): SessionRecord | undefined {
    const record = super.get(device)
    if (record !== undefined) this.set(device, record)
    return record
  }

  override set (device: DeviceId, record: SessionRecord): this {
    this.delete(device)
    super.set(device, record)
    if (this.size > MAX_CACHED_SESSIONS) this.delete(this.keys().next().value!)
    return this
  }
}

class Overlay implements SessionOverlay {
  readonly #shared: Shared
  readonly #sessions = new Map<DeviceId, SessionRecord | undefined>()
  readonly #others = new Map<string, SessionChange>()
  #finished = false

  constructor (shared: Shared) {
    this.#shared = shared
  }

  async encrypt (device: DeviceId, plaintext: Uint8Array): Promise<SessionMessage> {
    const step = await this.#step(device)
    if (!this.#current(step.session)) throw new AppError('SESSION_BROKEN', 'there is no session with this device')
    const { address, identities } = this.#shared
    const message = await signalEncrypt(copy(plaintext), addressOf(device), address, new StepSessions(step), identities, this.#now())
      .catch((err: unknown) => { throw new AppError('SESSION_BROKEN', 'this session cannot encrypt', { cause: err }) })
    this.#keep(device, step)
    return { preKey: message.type() as CiphertextMessageType === CiphertextMessageType.PreKey, ciphertext: message.serialize() }
  }

  async begin (preKeys: PreKeys): Promise<void> {
    const bundle = preKeyBundle(preKeys)
    const device = deviceIdFromBytes(preKeys.device)
    const { device: { deviceId: own }, address, identities } = this.#shared
    if (device === own) throw new AppError('PROTOCOL', 'these are this device\'s own keys')
    const step = await this.#step(device)
    await processPreKeyBundle(bundle, addressOf(device), address, new StepSessions(step), identities, this.#now())
      .catch((err: unknown) => { throw new AppError('PROTOCOL', 'pre-keys that the device did not sign', { cause: err }) })
    this.#keep(device, step)
  }

  async hasSession (device: DeviceId): Promise<boolean> {
    return this.#current(await this.#session(device))
  }

  async decrypt (device: DeviceId, { preKey, ciphertext }: SessionMessage): Promise<DecryptResult> {
    if (!preKey) return await this.#decryptNext(device, ciphertext)
    const fields = readPreKeyMessage(ciphertext)
    if (fields === undefined) return { kind: 'broken', reason: 'malformed' }
    if (fields.device !== device) return { kind: 'broken', reason: 'wrong-sender' }
    return await this.#decryptPreKey(fields, ciphertext)
  }

  async decryptFirst (ciphertext: Uint8Array): Promise<FirstDecryptResult> {
    const fields = readPreKeyMessage(ciphertext)
    if (fields === undefined) return { kind: 'broken', reason: 'malformed' }
    const { device, baseKey } = fields
    const result = await this.#decryptPreKey(fields, ciphertext)
    switch (result.kind) {
      case 'plaintext': return { kind: 'plaintext', plaintext: result.plaintext, device, baseKey }
      case 'duplicate': return { kind: 'replayed', device, baseKey }
      case 'broken': return result.reason === 'replayed' ? { kind: 'replayed', device, baseKey } : result
      default: return result satisfies never
    }
  }

  async makePreKeys ({ reusable = false }: { reusable?: boolean } = {}): Promise<PreKeys> {
    const { device, own, clock, random } = this.#shared
    let id = newPreKeyId(random)
    while (await this.#read('pre-keys', String(id)) !== undefined) id = newPreKeyId(random)
    const keys = newPreKeys({ id, identity: own.privateKey, reusable, nowMs: clock.now() })
    this.#write('pre-keys', String(id), encodePreKeys(keys))
    return publicPreKeys(keys, { registrationId: device.registrationId, device: idBytes(device.deviceId) })
  }

  removePreKeys ({ kyberId }: Pick<PreKeys, 'kyberId'>): void {
    this.#write('pre-keys', String(kyberId), undefined)
    this.#write('used-base-keys', String(kyberId), undefined)
  }

  async archive (device: DeviceId): Promise<void> {
    const session = await this.#session(device)
    if (session === undefined) return
    const archived = SessionRecord.deserialize(session.serialize()) // archiving changes a record in place
    archived.archiveCurrentState()
    this.#sessions.set(device, archived)
  }

  remove (device: DeviceId): void {
    this.#open()
    this.#sessions.set(device, undefined)
  }

  changes (): SessionChange[] {
    this.#open()
    const sessions = [...this.#sessions].map(([id, record]) => ({ kind: 'session' as const, id, value: record?.serialize() }))
    return [...sessions, ...this.#others.values()]
  }

  committed (): void {
    this.#open()
    for (const [device, record] of this.#sessions) {
      if (record === undefined) this.#shared.cache.delete(device)
      else this.#shared.cache.set(device, record)
    }
    this.#finished = true
  }

  discard (): void {
    this.#finished = true
  }

  [Symbol.dispose] (): void {
    this.discard()
  }

  async #decryptNext (device: DeviceId, ciphertext: Bytes): Promise<DecryptResult> {
    const step = await this.#step(device)
    if (step.session === undefined) return { kind: 'no-session' }
    const message = attempt(() => SignalMessage.deserialize(copy(ciphertext)))
    if (message === undefined) return { kind: 'broken', reason: 'malformed' }
    const { address, identities } = this.#shared
    try {
      const plaintext = await signalDecrypt(message, addressOf(device), address, new StepSessions(step), identities)
      this.#keep(device, step)
      return { kind: 'plaintext', plaintext: copy(plaintext), began: false }
    } catch (err) {
      return failure(err, step)
    }
  }

  async #decryptPreKey (
    fields: PreKeyMessageFields, ciphertext: Uint8Array
  ): Promise<Exclude<DecryptResult, { kind: 'no-session' }>> {
    const message = attempt(() => PreKeySignalMessage.deserialize(copy(ciphertext)))
    if (message === undefined) return { kind: 'broken', reason: 'malformed' }
    const { device, kyberId } = fields
    const preKeys = await this.#preKeys(fields)
    // One-time keys are gone once they are used. Only what was made from reusable ones could be made again.
    const used = await this.#read('used-base-keys', String(kyberId)) ?? new Uint8Array(0)
    const trace = sha256(u64be(fields.signedId), fields.baseKey).slice(0, TRACE_BYTES)
    const step = await this.#step(device, { preKeys, baseKeyUsed: holds(used, trace) })
    const { address, identities } = this.#shared
    let plaintext: Uint8Array
    try {
      plaintext = await signalDecryptPreKey(
        message, addressOf(device), address, new StepSessions(step), identities,
        new StepPreKeys(step), new StepSignedPreKeys(step), new StepKyberPreKeys(step)
      )
    } catch (err) {
      const failed = failure(err, step)
      return failed.kind === 'broken' && step.baseKeyUsed ? { kind: 'broken', reason: 'replayed' } : failed
    }
    this.#keep(device, step)
    if (step.preKeysUsed) {
      if (preKeys?.oneTime !== undefined) this.removePreKeys({ kyberId })
      else this.#write('used-base-keys', String(kyberId), concat(used, trace))
    }
    return { kind: 'plaintext', plaintext: copy(plaintext), began: step.preKeysUsed }
  }

  // The three keys only as they were made: a one-time key left out by the sender, or one taken from another bundle,
  // would leave keys behind that were meant for one use.
  async #preKeys ({ oneTimeId, signedId, kyberId }: PreKeyMessageFields): Promise<StoredPreKeys | undefined> {
    const bytes = signedId === kyberId ? await this.#read('pre-keys', String(kyberId)) : undefined
    const keys = bytes === undefined ? undefined : decodePreKeys(bytes)
    return keys?.oneTime?.id() === oneTimeId ? keys : undefined
  }

  async #step (device: DeviceId, found: Pick<Step, 'preKeys' | 'baseKeyUsed'> = { preKeys: undefined, baseKeyUsed: false }): Promise<Step> {
    return { session: await this.#session(device), ...found, preKeysUsed: false, refused: undefined }
  }

  #keep (device: DeviceId, { session }: Step): void {
    this.#open()
    this.#sessions.set(device, session)
  }

  async #session (device: DeviceId): Promise<SessionRecord | undefined> {
    this.#open()
    if (this.#sessions.has(device)) return this.#sessions.get(device)
    const { cache, records } = this.#shared
    const cached = cache.get(device)
    if (cached !== undefined) return cached
    const bytes = await records.get('session', device)
    if (bytes === undefined) return undefined
    const record = attempt(() => SessionRecord.deserialize(copy(bytes)))
    if (record === undefined) throw new AppError('CORRUPT', 'a stored session is damaged')
    cache.set(device, record)
    return record
  }

  async #read (kind: SessionRecordKind, id: string): Promise<Bytes | undefined> {
    this.#open()
    const changed = this.#others.get(`${kind} ${id}`)
    return changed === undefined ? await this.#shared.records.get(kind, id) : changed.value
  }

  #write (kind: SessionRecordKind, id: string, value: Bytes | undefined): void {
    this.#open()
    this.#others.set(`${kind} ${id}`, { kind, id, value })
  }

  #open (): void {
    if (this.#finished) throw new TypeError('this overlay is finished')
  }

  #now (): Date {
    return new Date(this.#shared.clock.now())
  }

  #current (session: SessionRecord | undefined): boolean {
    return session?.hasCurrentState(this.#now()) ?? false
  }
}

function holds (traces: Uint8Array, trace: Uint8Array): boolean {
  for (let at = 0; at < traces.byteLength; at += TRACE_BYTES) if (equal(traces.subarray(at, at + TRACE_BYTES), trace)) return true
  return false
}

const addressOf = (device: DeviceId): ProtocolAddress => ProtocolAddress.new(device, SIGNAL_DEVICE)

function attempt<T> (parse: () => T): T | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}

// Many of libsignal's errors have the code Generic; what the step was tells them apart.
function failure (err: unknown, { refused }: Step): { kind: 'duplicate' } | { kind: 'broken', reason: BrokenReason } {
  if (refused !== undefined) return { kind: 'broken', reason: refused }
  if (!(err instanceof LibSignalErrorBase)) throw err
  if (err.code === ErrorCode.DuplicatedMessage) return { kind: 'duplicate' }
  return { kind: 'broken', reason: err.code === ErrorCode.UntrustedIdentity ? 'wrong-sender' : 'undecryptable' }
}
