/** A person's key. It signs which devices speak for them, and nothing that a stranger sees. */
import type { Bytes } from '../base/bytes.ts'
import { copy } from '../base/bytes.ts'
import { accountIdFromBytes, type AccountId } from '../base/ids.ts'
import { concealed } from '../base/secrets.ts'
import { LABELS } from './labels.ts'
import { ed25519FromSeed, hkdf, SEED_BYTES, type SigningKey } from './primitives.ts'

export interface AccountWithSecrets extends SigningKey {
  readonly accountId: AccountId
  readonly seed: Bytes
}

/** @param entropy what the recovery words stand for */
export const accountFromEntropy = (entropy: Uint8Array): AccountWithSecrets =>
  accountFromSeed(hkdf(entropy, LABELS.account, SEED_BYTES))

export function accountFromSeed (seed: Uint8Array): AccountWithSecrets {
  const { publicKey, sign } = ed25519FromSeed(seed)
  return concealed({ accountId: accountIdFromBytes(publicKey), publicKey, sign, seed: copy(seed) }, ['seed', 'sign'])
}
