/**
 * What protects a profile at rest: passphrase → Argon2id → key-encryption key → a random data key, wrapped. The header
 * is public; it lies beside the database. A new passphrase wraps the same data key again.
 */
import { hashRaw } from '@node-rs/argon2'
import { equal, fromBase64url, toBase64url, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import { systemClock, type Clock } from '../base/time.ts'
import { LABELS } from './labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, openAead, sealAead, sha256 } from './primitives.ts'

export const DATA_KEY_BYTES = 32
const SALT_BYTES = 16
const CHECKSUM_BYTES = 16
export const VAULT_VERSION = 1
const ARGON2ID = 2 // the package's enum is ambient, which isolated modules cannot read

export interface Argon2Params {
  memoryKiB: number
  passes: number
  parallelism: number
}

/** JSON, kept beside the database; byte fields are base64url. */
export interface VaultHeader {
  version: number
  argon2: Argon2Params
  salt: string
  nonce: string
  wrappedKey: string
  /** over the other fields: tells a damaged header from a wrong passphrase */
  checksum: string
}

export const DEFAULT_MEMORY_KIB = 256 * 1024
const MIN_PASSES = 3
const MAX_PASSES = 1000
const MAX_MEMORY_KIB = 4 * 1024 * 1024
const MAX_PARALLELISM = 16

/**
 * Counts the passes that this machine does in about `targetMs`, never fewer than 3. Takes two runs of 3 passes; the
 * first only warms up the memory.
 */
export async function calibrateArgon2 (
  { memoryKiB = DEFAULT_MEMORY_KIB, targetMs = 750, parallelism = 1, clock = systemClock }:
  { memoryKiB?: number, targetMs?: number, parallelism?: number, clock?: Clock } = {}
): Promise<Argon2Params> {
  const probe = { memoryKiB, passes: MIN_PASSES, parallelism }
  const salt = new Uint8Array(SALT_BYTES)
  await keyEncryptionKey('calibration', salt, probe)
  const startedMs = clock.now()
  await keyEncryptionKey('calibration', salt, probe)
  const passMs = Math.max(0.1, (clock.now() - startedMs) / MIN_PASSES)
  return { ...probe, passes: Math.min(MAX_PASSES, Math.max(MIN_PASSES, Math.floor(targetMs / passMs))) }
}

/** A new data key, wrapped under the passphrase. @throws AppError BAD_INPUT: an empty passphrase */
export async function createVault (
  { passphrase, params, random }: { passphrase: string, params: Argon2Params, random: Random }
): Promise<{ header: VaultHeader, dataKey: Bytes }> {
  const dataKey = random(DATA_KEY_BYTES)
  return { header: await wrap({ dataKey, passphrase, params, random }), dataKey }
}

/** @throws AppError WRONG_PASSPHRASE; CORRUPT: the header is damaged; NEWER_SCHEMA: a newer nobyte wrote it */
export async function openVault ({ header, passphrase }: { header: VaultHeader, passphrase: string }): Promise<Bytes> {
  const { salt, nonce, wrappedKey } = readHeader(header)
  const kek = await keyEncryptionKey(passphrase, salt, header.argon2)
  const dataKey = openAead(kek, nonce, wrappedKey, associatedData(header.argon2, header.salt))
  kek.fill(0)
  if (dataKey === undefined) throw new AppError('WRONG_PASSPHRASE', 'wrong passphrase')
  return dataKey
}

/** The same data key under another passphrase: nothing in the database changes. @throws AppError as openVault, createVault */
export async function rewrapVault (
  { header, dataKey, passphrase, params = header.argon2, random }:
  { header: VaultHeader, dataKey: Uint8Array, passphrase: string, params?: Argon2Params, random: Random }
): Promise<VaultHeader> {
  return await wrap({ dataKey, passphrase, params, random })
}

async function wrap (
  { dataKey, passphrase, params, random }: { dataKey: Uint8Array, passphrase: string, params: Argon2Params, random: Random }
): Promise<VaultHeader> {
  if (passphrase === '') throw new AppError('BAD_INPUT', 'the passphrase is empty')
  if (!sane(params)) throw new TypeError('Argon2 parameters out of range')
  const salt = random(SALT_BYTES)
  const nonce = random(AEAD_NONCE_BYTES)
  const kek = await keyEncryptionKey(passphrase, salt, params)
  const { memoryKiB, passes, parallelism } = params
  const unsummed = {
    version: VAULT_VERSION,
    argon2: { memoryKiB, passes, parallelism },
    salt: toBase64url(salt),
    nonce: toBase64url(nonce),
    wrappedKey: toBase64url(sealAead(kek, nonce, dataKey, associatedData(params, toBase64url(salt))))
  }
  kek.fill(0)
  return { ...unsummed, checksum: toBase64url(checksum(unsummed)) }
}

async function keyEncryptionKey (passphrase: string, salt: Uint8Array, params: Argon2Params): Promise<Bytes> {
  // The same passphrase typed on two keyboards may be composed differently.
  const key = await hashRaw(passphrase.normalize('NFKC'), {
    algorithm: ARGON2ID,
    memoryCost: params.memoryKiB,
    timeCost: params.passes,
    parallelism: params.parallelism,
    outputLen: AEAD_KEY_BYTES,
    salt
  })
  return new Uint8Array(key)
}

/** Whether a header, as it was read from a file, is one that this version wrote. */
export function isVaultHeader (header: unknown): header is VaultHeader {
  try {
    readHeader(header as VaultHeader)
    return true
  } catch {
    return false
  }
}

const canonical = ({ memoryKiB, passes, parallelism }: Argon2Params): string => `argon2id,${memoryKiB},${passes},${parallelism}`

const associatedData = (params: Argon2Params, salt: string): Bytes => utf8([LABELS.vault, canonical(params), salt].join('\n'))

const checksum = ({ version, argon2, salt, nonce, wrappedKey }: Omit<VaultHeader, 'checksum'>): Bytes =>
  sha256(utf8([LABELS.vault, version, canonical(argon2), salt, nonce, wrappedKey].join('\n'))).slice(0, CHECKSUM_BYTES)

function sane ({ memoryKiB, passes, parallelism }: Argon2Params): boolean {
  const whole = (value: number, min: number, max: number): boolean => Number.isInteger(value) && value >= min && value <= max
  return whole(parallelism, 1, MAX_PARALLELISM) && whole(memoryKiB, 8 * parallelism, MAX_MEMORY_KIB) && whole(passes, 1, MAX_PASSES)
}

// The header comes from a file, so it may hold anything, whatever its type says.
function readHeader (header: VaultHeader): { salt: Bytes, nonce: Bytes, wrappedKey: Bytes } {
  try {
    if (Number.isInteger(header.version) && header.version > VAULT_VERSION) {
      throw new AppError('NEWER_SCHEMA', 'this profile was written by a newer nobyte')
    }
    const [salt, nonce, wrappedKey, sum] = [header.salt, header.nonce, header.wrappedKey, header.checksum].map(fromBase64url)
    if (header.version === VAULT_VERSION && sane(header.argon2) && equal(sum!, checksum(header)) &&
      salt!.byteLength === SALT_BYTES && nonce!.byteLength === AEAD_NONCE_BYTES &&
      wrappedKey!.byteLength === DATA_KEY_BYTES + AEAD_TAG_BYTES) return { salt: salt!, nonce: nonce!, wrappedKey: wrappedKey! }
  } catch (err) {
    if (err instanceof AppError) throw err
    throw new AppError('CORRUPT', 'the vault header is damaged', { cause: err })
  }
  throw new AppError('CORRUPT', 'the vault header is damaged')
}
