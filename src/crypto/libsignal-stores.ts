/**
 * libsignal asks these for records while it takes one step. All that a step can need was read beforehand, so that a
 * storage error never travels through native code, and what it writes stays here until the step has succeeded: some
 * steps write before they fail.
 */
import {
  IdentityChange, IdentityKeyStore, KyberPreKeyStore, PreKeyStore, SessionStore, SignedPreKeyStore,
  type IdentityKeyPair, type KyberPreKeyRecord, type PreKeyRecord, type PrivateKey, type ProtocolAddress, type PublicKey,
  type SessionRecord, type SignedPreKeyRecord
} from '@signalapp/libsignal-client'
import { fromHex, toHex } from '../base/bytes.ts'
import { identityKey } from './devices.ts'
import type { StoredPreKeys } from './prekeys.ts'

/** What one step reads and leaves behind. */
export interface Step {
  session: SessionRecord | undefined
  readonly preKeys: StoredPreKeys | undefined
  /** the first message's base key has made a session before */
  readonly baseKeyUsed: boolean
  /** set by the step: it made a session with preKeys */
  preKeysUsed: boolean
  /** set by the step: why a store refused. What a store throws comes back from native code as some error without a code. */
  refused: 'keys-missing' | 'replayed' | undefined
}

export class StepSessions extends SessionStore {
  readonly #step: Step

  constructor (step: Step) {
    super()
    this.#step = step
  }

  async saveSession (_name: ProtocolAddress, record: SessionRecord): Promise<void> { this.#step.session = record }
  async getSession (): Promise<SessionRecord | null> { return this.#step.session ?? null }
  async getExistingSessions (): Promise<SessionRecord[]> { return this.#step.session === undefined ? [] : [this.#step.session] }
}

export class StepPreKeys extends PreKeyStore {
  readonly #step: Step

  constructor (step: Step) {
    super()
    this.#step = step
  }

  async savePreKey (): Promise<void> { throw new TypeError('a step makes no keys') }
  async getPreKey (): Promise<PreKeyRecord> { return preKey(this.#step, 'oneTime') }
  async removePreKey (): Promise<void> { this.#step.preKeysUsed = true }
}

export class StepSignedPreKeys extends SignedPreKeyStore {
  readonly #step: Step

  constructor (step: Step) {
    super()
    this.#step = step
  }

  async saveSignedPreKey (): Promise<void> { throw new TypeError('a step makes no keys') }
  async getSignedPreKey (): Promise<SignedPreKeyRecord> { return preKey(this.#step, 'signed') }
}

export class StepKyberPreKeys extends KyberPreKeyStore {
  readonly #step: Step

  constructor (step: Step) {
    super()
    this.#step = step
  }

  async saveKyberPreKey (): Promise<void> { throw new TypeError('a step makes no keys') }
  async getKyberPreKey (): Promise<KyberPreKeyRecord> { return preKey(this.#step, 'kyber') }

  // Without this, whoever recorded a first message to reusable keys could make its session again.
  async markKyberPreKeyUsed (): Promise<void> {
    if (this.#step.baseKeyUsed) throw refusal(this.#step, 'replayed')
    this.#step.preKeysUsed = true
  }
}

/** A device's name is its key, so there is nothing to remember and nothing to be fooled about. */
export class NamedIdentities extends IdentityKeyStore {
  readonly #own: IdentityKeyPair
  readonly #registrationId: number

  constructor ({ own, registrationId }: { own: IdentityKeyPair, registrationId: number }) {
    super()
    this.#own = own
    this.#registrationId = registrationId
  }

  async getIdentityKey (): Promise<PrivateKey> { return this.#own.privateKey }
  override async getIdentityKeyPair (): Promise<IdentityKeyPair> { return this.#own }
  async getLocalRegistrationId (): Promise<number> { return this.#registrationId }
  async saveIdentity (): Promise<IdentityChange> { return IdentityChange.NewOrUnchanged }
  async getIdentity (name: ProtocolAddress): Promise<PublicKey | null> { return identityKey(fromHex(name.name())) }

  async isTrustedIdentity (name: ProtocolAddress, key: PublicKey): Promise<boolean> {
    return toHex(key.getPublicKeyBytes()) === name.name()
  }
}

function preKey<Kind extends keyof StoredPreKeys> (step: Step, kind: Kind): NonNullable<StoredPreKeys[Kind]> {
  const key = step.preKeys?.[kind]
  if (key === undefined) throw refusal(step, 'keys-missing')
  return key
}

function refusal (step: Step, reason: NonNullable<Step['refused']>): Error {
  step.refused = reason
  return new Error(reason)
}
