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
import { DamageReport, type StoreEvents } from './damage/report.ts'
import { Database } from './database.ts'
import { layAside, makeFolder } from './files.ts'
import { mendDatabase, type FileDamage } from './damage/inspection.ts'
import { FIRST_SCHEMA, latestSchema, type Migration } from './migrations.ts'
import { Reserve } from './reserve.ts'
import { rewriteRows } from './rewrite.ts'
import { Rows, type RowSecrets } from './rows.ts'
import { EncryptedStore, ROLLBACK, type Store } from './store.ts'
import { Subkeys } from './subkeys.ts'
import { TABLES } from './tables.ts'

const SCHEMA = { id: 'schema' }

/** What lies where in a profile's folder. */
export const storePaths = (folder: string): Record<'db' | 'keys' | 'counter' | 'reserve' | 'damaged', string> => ({
  db: join(folder, 'db'),
  keys: join(folder, 'keys.json'),
  counter: join(folder, 'counter'),
  reserve: join(folder, 'reserve'),
  damaged: join(folder, 'damaged')
})

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
  const subkeys = await Subkeys.create({ path: storePaths(folder).keys, dataKey, random, nowMs: clock.now() })
  const open = async (path: string): Promise<Database> => await Database.open({ path, create: true, log: options.log })
  return await assemble(options, { open, subkeys, async prepare ({ commits, storeRows, rollbackCounter }) {
    await commits.commit([put(storeRows, SCHEMA, BigInt(latestSchema(migrations)))])
    await rollbackCounter.write(commits.counter)
    return false
  } })
}

/**
 * @param fileDamage what `inspectDatabase` found
 * @param mended files beside the database in which a byte was put right
 * @throws AppError CORRUPT: nothing can be read; NEWER_SCHEMA; DISK_FULL
 */
export async function openStore (
  options: StoreFolder, { fileDamage, mended }: { fileDamage: readonly FileDamage[], mended: readonly string[] }
): Promise<Store> {
  const { folder, dataKey, random, clock, log } = options
  const { keys, damaged } = storePaths(folder)
  let keysLost = false
  const subkeys = await Subkeys.read({ path: keys, dataKey, random, log }).catch(async err => {
    if (!hasCode(err, 'CORRUPT')) throw err
    // What was under them is lost, and is sessions and what waits; history and contacts are not.
    log.error('store-keys-lost', errorFields(err))
    keysLost = true
    await layAside(keys, damaged)
    return await Subkeys.create({ path: keys, dataKey, random, nowMs: clock.now() })
  })
  let repaired = false
  const open = async (path: string): Promise<Database> => {
    const { needsRepair } = await mendDatabase(fileDamage, { path, aside: damaged, log })
    if (!needsRepair) {
      try {
        return await Database.open({ path, create: false, log })
      } catch (err) {
        if (!hasCode(err, 'CORRUPT')) throw err
      }
    }
    log.error('store-repaired')
    repaired = true
    await Database.repair(path)
    return await Database.open({ path, create: false, log })
  }
  return await assemble(options, { open, subkeys, async prepare (parts) {
    const { damage } = parts
    if (keysLost) damage.add('keys.json')
    for (const name of [...mended, ...(subkeys.wasMended ? ['keys.json'] : [])]) damage.addMended(name)
    if (repaired) damage.add('db')
    for (const { name, content, lost } of fileDamage) {
      if (lost || content === undefined) damage.add(`db/${name}`)
      else damage.addMended(`db/${name}`)
    }
    // With rows gone, what is found of a session may be an older state of it.
    return await bringUpToDate(options, parts, { sessionsLost: keysLost || repaired || fileDamage.some(({ lost }) => lost) })
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
  { open, subkeys, prepare }:
  { open: (path: string) => Promise<Database>, subkeys: Subkeys, prepare: (parts: Parts) => Promise<boolean> }
): Promise<Store> {
  const events = new Events<StoreEvents>(err => { log.warn('store-listener-failed', errorFields(err)) })
  const damage = new DamageReport({ log, events })
  const paths = storePaths(folder)
  const reserve = new Reserve({ path: paths.reserve, random })
  const secrets: RowSecrets = { dataKey, subkeys, random }
  const storeRows = new Rows(TABLES.store, secrets)
  const rollbackCounter = new RollbackCounter({ path: paths.counter, dataKey, clock, log })
  await makeFolder(paths.db)
  const database = await open(paths.db).catch(async err => {
    if (!hasCode(err, 'DISK_FULL')) throw err
    await reserve.give()
    return await open(paths.db)
  })
  try {
    const commits = new Commits(
      { database, reserve, storeRows, log, onDurable: counter => { rollbackCounter.note(counter) } },
      { schema: latestSchema(migrations) }
    )
    const rolledBack = await prepare({ database, commits, rollbackCounter, storeRows, secrets, damage })
    reserve.takeLater({ clock, log })
    return new EncryptedStore(
      { secrets, database, commits, reserve, rollbackCounter, damage, events, clock, log }, { migrations, rolledBack }
    )
  } catch (err) {
    await database.close()
    throw err
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
  const { value: outside, state } = await rollbackCounter.read()
  if (state === 'mended') damage.addMended('counter')
  if (state === 'damaged') damage.add('counter')
  // A counter that is gone or forged could hide a roll-back, and a needless reset of sessions costs little.
  const behind = counted === undefined || outside === undefined || counted < outside
  const highest = [counted ?? 0n, outside ?? 0n].reduce((a, b) => a > b ? a : b)
  commits.startAfter(highest)

  const latest = latestSchema(migrations)
  // Where the version cannot be read, every migration runs: each value knows its own version.
  const stored = await read(SCHEMA)
  const schema = Number(stored ?? BigInt(FIRST_SCHEMA))
  if (schema > latest) throw new AppError('NEWER_SCHEMA', 'this profile was written by a newer nobyte', { hint: 'Update nobyte' })

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
  if (stored === undefined) await commits.commit([put(storeRows, SCHEMA, BigInt(latest))])
  await rollbackCounter.write(commits.counter)
  return rolledBack
}

const put = (rows: Rows, key: { id: string }, value: bigint): Op =>
  ({ type: 'put', rows, key: rows.storeKey(key), plaintext: u64be(value) })
