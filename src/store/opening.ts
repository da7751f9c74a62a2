/** From a data key to a store: what is checked, in which order, each time that a profile is unlocked. */
import { join } from 'node:path'
import { readU64be, u64be, type Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { Events } from '../base/events.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Clock } from '../base/time.ts'
import { Commits, type Op } from './commits.ts'
import { RollbackCounter } from './counter.ts'
import { DamageReport, type StoreEvents } from './damage.ts'
import { Database } from './database.ts'
import { makeFolder } from './files.ts'
import { FIRST_SCHEMA, latestSchema, type Migration } from './migrations.ts'
import { Reserve } from './reserve.ts'
import { rewriteRows } from './rewrite.ts'
import { Rows, type RowSecrets } from './rows.ts'
import { EncryptedStore, ROLLBACK, type Store } from './store.ts'
import { Subkeys } from './subkeys.ts'
import { TABLES } from './tables.ts'

const SCHEMA = { id: 'schema' }

export interface StoreFolder {
  folder: string
  dataKey: Bytes
  clock: Clock
  random: Random
  log: Log
  migrations: readonly Migration[]
}

/** Makes the database, the sub-keys and the counter of a new profile. The folder holds none of them yet. */
export async function createStore (options: StoreFolder): Promise<Store> {
  const { folder, dataKey, random, clock, migrations } = options
  const subkeys = await Subkeys.create({ path: join(folder, 'keys.json'), dataKey, random, nowMs: clock.now() })
  return await assemble(options, { create: true, subkeys, async prepare ({ commits, storeRows, rollbackCounter }) {
    await commits.commit([put(storeRows, SCHEMA, BigInt(latestSchema(migrations)))])
    await rollbackCounter.write(commits.counter)
    return false
  } })
}

/** @throws AppError CORRUPT: nothing can be read; NEWER_SCHEMA; DISK_FULL */
export async function openStore (options: StoreFolder): Promise<Store> {
  const { folder, dataKey, random, clock, log } = options
  const path = join(folder, 'keys.json')
  let keysLost = false
  const subkeys = await Subkeys.read({ path, dataKey, random }).catch(async err => {
    if (!hasCode(err, 'CORRUPT')) throw err
    // What was under them is lost, and is sessions and what waits; history and contacts are not.
    log.error('store-keys-lost', errorFields(err))
    keysLost = true
    return await Subkeys.create({ path, dataKey, random, nowMs: clock.now() })
  })
  return await assemble(options, { create: false, subkeys, async prepare (parts) {
    if (keysLost) parts.damage.add('keys.json')
    return await bringUpToDate(options, parts, { sessionsLost: keysLost })
  } })
}

interface Parts {
  database: Database
  commits: Commits
  rollbackCounter: RollbackCounter
  storeRows: Rows
  secrets: RowSecrets
  damage: DamageReport
}

/** @param prepare makes the database ready for use and says whether it was rolled back */
async function assemble (
  { folder, dataKey, clock, random, log, migrations }: StoreFolder,
  { create, subkeys, prepare }: { create: boolean, subkeys: Subkeys, prepare: (parts: Parts) => Promise<boolean> }
): Promise<Store> {
  const events = new Events<StoreEvents>(err => { log.warn('store-listener-failed', errorFields(err)) })
  const damage = new DamageReport({ log, events })
  const reserve = new Reserve({ path: join(folder, 'reserve'), random })
  const secrets: RowSecrets = { dataKey, subkeys, random }
  const storeRows = new Rows(TABLES.store, secrets)
  const rollbackCounter = new RollbackCounter({ path: join(folder, 'counter'), dataKey, clock, log })
  const path = join(folder, 'db')
  await makeFolder(path)
  const database = await openWithReserve({ path, create, log, reserve })
  try {
    const commits = new Commits(
      { database, reserve, storeRows, log, onDurable: counter => { rollbackCounter.note(counter) } },
      { schema: latestSchema(migrations) }
    )
    const rolledBack = await prepare({ database, commits, rollbackCounter, storeRows, secrets, damage })
    if (!await reserve.take()) log.warn('store-disk-nearly-full')
    return new EncryptedStore(
      { secrets, database, commits, rollbackCounter, damage, events, clock, log }, { migrations, rolledBack }
    )
  } catch (err) {
    await database.close()
    throw err
  }
}

async function openWithReserve (
  { path, create, log, reserve }: { path: string, create: boolean, log: Log, reserve: Reserve }
): Promise<Database> {
  try {
    return await Database.open({ path, create, log })
  } catch (err) {
    if (!hasCode(err, 'DISK_FULL')) throw err
    await reserve.give()
    return await Database.open({ path, create, log })
  }
}

async function bringUpToDate (
  { migrations, log }: StoreFolder, { database, commits, rollbackCounter, storeRows, secrets, damage }: Parts,
  { sessionsLost }: { sessionsLost: boolean }
): Promise<boolean> {
  const read = async (key: { id: string }): Promise<bigint | undefined> => {
    const storeKey = storeRows.storeKey(key)
    const value = await database.get(storeKey)
    const row = value === undefined ? undefined : storeRows.open(storeKey, value)
    if (value !== undefined && row === undefined) damage.add(TABLES.store.name, storeKey)
    return row === undefined ? undefined : readU64be(row.plaintext)
  }

  const counted = await commits.readCounter()
  const outside = await rollbackCounter.read()
  // A counter that is gone or forged could hide a roll-back, and a needless reset of sessions costs little.
  const behind = counted === undefined || outside === undefined || counted < outside
  const highest = [counted ?? 0n, outside ?? 0n].reduce((a, b) => a > b ? a : b)
  commits.startAfter(highest)

  const latest = latestSchema(migrations)
  // Where the version cannot be read, every migration runs: each value knows its own version.
  const schema = Number(await read(SCHEMA) ?? BigInt(FIRST_SCHEMA))
  if (schema > latest) throw new AppError('NEWER_SCHEMA', 'this profile was written by a newer nobyte', { hint: 'update nobyte' })

  const rolledBack = behind || sessionsLost || await read(ROLLBACK) !== undefined
  if (rolledBack) log.error('store-rolled-back', { database: Number(counted ?? -1n), counter: Number(outside ?? -1n) })
  // Kept in the database until the sessions are reset: a crash before that must not make it forgotten.
  if (behind || sessionsLost) await commits.commit([put(storeRows, ROLLBACK, 1n)])

  for (const migration of migrations.filter(({ to }) => to > schema)) {
    log.info('store-migrates', { to: migration.to })
    commits.schema = migration.to
    for (const table of migration.tables) {
      await rewriteRows({ database, commits }, {
        rows: new Rows(table, secrets),
        change: row => row.schema >= migration.to ? 'keep' : migration.row(table, row.plaintext),
        onDamage: key => { damage.add(table.name, key) }
      })
    }
    await commits.commit([put(storeRows, SCHEMA, BigInt(migration.to))])
  }
  await rollbackCounter.write(commits.counter)
  return rolledBack
}

const put = (rows: Rows, key: { id: string }, value: bigint): Op => ({ type: 'put', rows, key: rows.storeKey(key), plaintext: u64be(value) })
