/**
 * A profile's folder: vault.json (the data key under the passphrase), keys.json (rotating sub-keys), counter (against
 * roll-backs), attempts (wrong passphrases), reserve (space for a full disk), db/ (level) and lock/. One process at a time.
 */
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { Serial } from '../base/serial.ts'
import { MINUTE, pause, type Clock } from '../base/time.ts'
import {
  calibrateArgon2, createVault, isVaultHeader, openVault, rewrapVault, VAULT_VERSION, type Argon2Params, type VaultHeader
} from '../crypto/vault.ts'
import { Attempts } from './attempts.ts'
import { inspectDatabase } from './damage/inspection.ts'
import { mendOneByte } from './damage/oneByte.ts'
import { parseJson, readWhole, removeFile, replaceFile } from './files.ts'
import { lockFolder, type FolderLock } from './lock.ts'
import { MIGRATIONS, type Migration } from './migrations.ts'
import { createStore, openStore, storePaths } from './opening.ts'
import { Reserve } from './reserve.ts'
import { isStoreKeyLength } from './rows.ts'
import type { Store } from './store.ts'

export interface ProfileOptions {
  clock: Clock
  random: Random
  log: Log
  migrations?: readonly Migration[]
}

export type ProfileState = 'empty' | 'locked' | 'open'

export interface NewVault {
  passphrase: string
  argon2?: Argon2Params
  fill?: (store: Store) => Promise<void>
  signal?: AbortSignal
}

export interface Profile {
  readonly state: ProfileState
  /**
   * Makes the vault and a store, open. Without `argon2` the parameters are measured on this machine. There is no profile
   * before `fill` has put in what it cannot be without: whatever fails, aborts or ends the process until then, it may be
   * made again.
   * @throws AppError EXISTS: there is a profile already; DISK_FULL; BAD_INPUT: an empty passphrase; what `fill` throws; the
   *   signal's reason
   */
  create: (options: NewVault) => Promise<Store>
  /**
   * Waits as long as earlier wrong attempts ask for, then tries.
   * `meanwhile` is called when the key begins to be derived: for half a second or more this thread has nothing to do.
   * @throws AppError WRONG_PASSPHRASE: `retryAfterMs` tells how long the next attempt will wait; EXISTS: open already; NO_PROFILE; CORRUPT;
   * NEWER_SCHEMA; DISK_FULL
   */
  unlock: (passphrase: string, options?: { signal?: AbortSignal, meanwhile?: () => void }) => Promise<Store>
  /** A copy of the old vault.json still opens with the old passphrase. @throws AppError as unlock */
  changePassphrase: (old: string, next: string) => Promise<void>
  /** Closes the store; only the passphrase opens it again. */
  lock: () => Promise<void>
  /** Closes the store and gives the folder free. Idempotent. */
  close: () => Promise<void>
}

/** Takes the folder for this process. @throws AppError EXISTS: another process has it; CORRUPT: more than a byte of vault.json is wrong */
export async function openProfile (folder: string, { clock, random, log, migrations = MIGRATIONS }: ProfileOptions): Promise<Profile> {
  const lock = await lockFolder(folder).catch(async err => {
    if (!hasCode(err, 'DISK_FULL')) throw err
    await new Reserve({ path: storePaths(folder).reserve, random }).give()
    return await lockFolder(folder)
  })
  try {
    const { header, mended } = await readVault(folder, log)
    if (header !== undefined) await rm(join(folder, 'creating'), { force: true })
    const attempts = await Attempts.read({ path: join(folder, 'attempts'), clock, log })
    return new FolderProfile({ folder, lock, attempts, clock, random, log, migrations, mended }, header)
  } catch (err) {
    await lock.release()
    throw err
  }
}

/** @throws AppError CORRUPT: more than one byte is wrong */
async function readVault (folder: string, log: Log): Promise<{ header?: VaultHeader, mended: string[] }> {
  const [name, path] = ['vault.json', join(folder, 'vault.json')]
  const content = await readWhole(path)
  if (content === undefined) return { mended: [] }
  const isSound = (candidate: Bytes): boolean => isVaultHeader(parseJson(candidate))
  const found = await mendOneByte(content, { path, name, isSound, isText: true, log })
  if (found !== undefined) return { header: parseJson(found.content) as VaultHeader, mended: found.wasDamaged ? [name] : [] }
  const header = parseJson(content) as VaultHeader | null | undefined
  // What a newer version wrote is for it to read; openVault says so.
  if (typeof header?.version === 'number' && header.version > VAULT_VERSION) return { header, mended: [] }
  throw new AppError('CORRUPT', `${name} is damaged`, {
    hint: 'put a copy of it back: it holds the key to everything else, which is as it was'
  })
}

interface FolderProfileDeps extends Required<ProfileOptions> {
  folder: string
  lock: FolderLock
  attempts: Attempts
  /** files beside the database in which a byte was put right */
  mended: readonly string[]
}

class FolderProfile implements Profile {
  readonly #deps: FolderProfileDeps
  readonly #turns = new Serial<'passphrase'>()
  #header: VaultHeader | undefined
  #store: Store | undefined
  #closing: Promise<void> | undefined

  constructor (deps: FolderProfileDeps, header: VaultHeader | undefined) {
    this.#deps = deps
    this.#header = header
  }

  get state (): ProfileState {
    if (this.#header === undefined) return 'empty'
    return this.#store === undefined ? 'locked' : 'open'
  }

  async create ({ passphrase, argon2, fill = async () => {}, signal }: NewVault): Promise<Store> {
    return await this.#turns.run('passphrase', async () => {
      const { folder, random } = this.#deps
      if (this.#header !== undefined) throw new AppError('EXISTS', 'there is a profile already')
      await this.#clear()
      const params = argon2 ?? await calibrateArgon2({ clock: this.#deps.clock })
      const { header, dataKey } = await createVault({ passphrase, params, random })
      const store = await createStore({ ...this.#deps, dataKey })
      try {
        await fill(store)
        signal?.throwIfAborted()
        // Last: with it the profile is there, without it nothing is.
        await replaceFile(join(folder, 'vault.json'), JSON.stringify(header))
        await removeFile(join(folder, 'creating'))
      } catch (err) {
        await store.close()
        throw err
      }
      this.#header = header
      this.#store = store
      return store
    })
  }

  /** Removes what a creation left that was interrupted, and nothing else. */
  async #clear (): Promise<void> {
    const { folder } = this.#deps
    const [db, creating] = await Promise.all(['db', 'creating'].map(async name => await exists(join(folder, name))))
    if (db && !creating) {
      throw new AppError('EXISTS', 'vault.json is missing beside a database', {
        hint: 'Put vault.json back; without it the database cannot be read, and the folder may be removed'
      })
    }
    await replaceFile(join(folder, 'creating'), '')
    await rm(join(folder, 'db'), { recursive: true, force: true })
  }

  async unlock (passphrase: string, options: { signal?: AbortSignal, meanwhile?: () => void } = {}): Promise<Store> {
    return await this.#turns.run('passphrase', async () => {
      if (this.#store !== undefined) throw new AppError('EXISTS', 'the profile is open already')
      // Both take about as long, on different threads.
      const inspecting = inspectDatabase(storePaths(this.#deps.folder).db, isStoreKeyLength)
      inspecting.catch(() => {})
      const dataKey = await this.#openVault(passphrase, options)
      this.#store = await openStore({ ...this.#deps, dataKey }, { fileDamage: await inspecting, mended: this.#deps.mended })
      return this.#store
    })
  }

  async changePassphrase (old: string, next: string): Promise<void> {
    await this.#turns.run('passphrase', async () => {
      const dataKey = await this.#openVault(old)
      const header = await rewrapVault({ header: this.#header!, dataKey, passphrase: next, random: this.#deps.random })
      dataKey.fill(0)
      await replaceFile(join(this.#deps.folder, 'vault.json'), JSON.stringify(header))
      this.#header = header
    })
  }

  async #openVault (
    passphrase: string, { signal, meanwhile = () => {} }: { signal?: AbortSignal, meanwhile?: () => void } = {}
  ): Promise<Bytes> {
    const { attempts, clock } = this.#deps
    if (this.#header === undefined) throw new AppError('NO_PROFILE', 'there is no profile here')
    if (attempts.delayMs > 0) await stayAlive(async () => { await pause(clock, attempts.delayMs, signal) })
    await attempts.begin()
    try {
      const opening = openVault({ header: this.#header, passphrase })
      meanwhile()
      const dataKey = await opening
      await attempts.succeeded()
      return dataKey
    } catch (err) {
      if (!hasCode(err, 'WRONG_PASSPHRASE')) throw err
      await attempts.failed()
      throw new AppError('WRONG_PASSPHRASE', 'the passphrase is wrong', { retryAfterMs: attempts.delayMs, cause: err })
    }
  }

  async lock (): Promise<void> {
    await this.#turns.run('passphrase', async () => {
      await this.#store?.close()
      this.#store = undefined
    })
  }

  async close (): Promise<void> {
    this.#closing ??= this.#turns.run('passphrase', async () => {
      await this.#store?.close()
      this.#store = undefined
      await this.#deps.lock.release()
    })
    await this.#closing
  }
}

// Our clock's timers let a process end; one that has nothing to do but wait here must not.
async function stayAlive (task: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {}, MINUTE)
  try {
    await task()
  } finally {
    clearInterval(timer)
  }
}

const exists = async (path: string): Promise<boolean> => await stat(path).then(() => true, () => false)
