import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { DAY, MINUTE } from '../../src/base/time.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { filesIn, LIGHT, newBench, newFolder, PASSPHRASE, withRawLevel } from './workbench.ts'

const text = jsonCodec<string>()

async function write (store: Store, value: string): Promise<void> {
  const batch = store.batch()
  store.table(TABLES.settings, text).put(batch, { id: 'x' }, value)
  await store.commit(batch)
}

const read = async (store: Store): Promise<string | undefined> => await store.table(TABLES.settings, text).get({ id: 'x' })

test('a profile goes from empty to open, and from locked to open', async () => {
  const bench = await newBench()
  const profile = await bench.open()
  expect(profile.state).toBe('empty')
  const store = await profile.create({ passphrase: PASSPHRASE, argon2: LIGHT })
  expect(profile.state).toBe('open')
  await write(store, 'kept')
  await profile.close()
  await profile.close()

  const again = await bench.open()
  expect(again.state).toBe('locked')
  expect(await read(await again.unlock(PASSPHRASE))).toBe('kept')
  await expect(again.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'EXISTS' })
})

test('creating does not touch a profile that is there', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await write(store, 'kept')
  await expect(profile.create({ passphrase: 'other', argon2: LIGHT })).rejects.toMatchObject({ code: 'EXISTS' })
  await profile.close()
  const locked = await bench.open()
  await expect(locked.create({ passphrase: 'other', argon2: LIGHT })).rejects.toMatchObject({ code: 'EXISTS' })
  expect(await read(await locked.unlock(PASSPHRASE))).toBe('kept')
})

test('an empty folder has nothing to unlock', async () => {
  const profile = await (await newBench()).open()
  await expect(profile.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'NO_PROFILE' })
})

test('a creation that was interrupted can be made again', async () => {
  const bench = await newBench()
  const profile = await bench.open()
  await expect(profile.create({ passphrase: '', argon2: LIGHT })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(profile.state).toBe('empty')
  await profile.close()
  // as a crash leaves it between the database and the vault
  await mkdir(join(bench.folder, 'db'))
  await writeFile(join(bench.folder, 'db', 'CURRENT'), 'half')
  const { store } = await bench.create()
  await write(store, 'works')
  expect(await read(store)).toBe('works')
})

test('a creation whose caller goes away leaves no profile: nobody would have seen its recovery words', async () => {
  const bench = await newBench()
  const profile = await bench.open()
  const caller = new AbortController()
  const gone = new Error('gone')
  const creating = profile.create({ passphrase: PASSPHRASE, argon2: LIGHT, signal: caller.signal, async fill () { caller.abort(gone) } })
  await expect(creating).rejects.toBe(gone)
  expect(profile.state).toBe('empty')
  await profile.close()
  expect((await bench.open()).state).toBe('empty')
})

test('a database without its vault.json is not overwritten', async () => {
  const bench = await newBench()
  const { profile } = await bench.create()
  await profile.close()
  const header = await readFile(join(bench.folder, 'vault.json'))
  await rm(join(bench.folder, 'vault.json'))
  const without = await bench.open()
  expect(without.state).toBe('empty')
  await expect(without.create({ passphrase: PASSPHRASE, argon2: LIGHT })).rejects.toMatchObject({ code: 'EXISTS' })
  await without.close()
  await writeFile(join(bench.folder, 'vault.json'), header)
  await bench.unlock()
})

test('only the owner can read the folder, whatever it was before', async () => {
  const folder = join(await newFolder(), 'below', 'home')
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  const bench = await newBench({ folder })
  const { profile } = await bench.create()
  bench.clock.pass(MINUTE)
  await profile.close()
  const modes = new Map<string, number>()
  for (const name of await readdir(folder)) modes.set(name, (await stat(join(folder, name))).mode & 0o777)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(Object.fromEntries(modes)).toEqual({
    'vault.json': 0o600, 'keys.json': 0o600, counter: 0o600, reserve: 0o600, db: 0o700, lock: 0o700
  })
})

describe('a wrong passphrase', () => {
  test('is told as such, and each further attempt waits twice as long, across restarts, until one is right', async () => {
    const bench = await newBench()
    const { profile: first } = await bench.create()
    await first.close()
    const profile = await bench.open()
    await expect(profile.unlock('wrong')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE', retryAfterMs: 1000 })
    const second = profile.unlock('wrong')
    expect(await bench.clock.someoneWaits()).toBe(1000)
    bench.clock.pass(1000)
    await expect(second).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE', retryAfterMs: 2000 })
    await profile.close()

    const restarted = await bench.open()
    const third = restarted.unlock('wrong')
    expect(await bench.clock.someoneWaits()).toBe(2000)
    bench.clock.pass(2000)
    await expect(third).rejects.toMatchObject({ retryAfterMs: 4000 })
    bench.clock.pass(4000)
    await restarted.unlock(PASSPHRASE)
    await restarted.close()

    const calm = await bench.open()
    await expect(calm.unlock('wrong')).rejects.toMatchObject({ retryAfterMs: 1000 })
  })

  test('never makes the owner wait for more than five minutes, even with the clock set back by ten years', async () => {
    const bench = await newBench()
    await (await bench.create()).profile.close()
    await writeFile(join(bench.folder, 'attempts'), JSON.stringify({ failures: 1000, lastMs: bench.clock.now() }))
    bench.clock.pass(-3650 * DAY)
    const profile = await bench.open()
    const unlocked = profile.unlock(PASSPHRASE)
    expect(await bench.clock.someoneWaits()).toBe(5 * MINUTE)
    bench.clock.pass(5 * MINUTE)
    await unlocked
  })

  test('is not waited for longer than the caller likes', async () => {
    const bench = await newBench()
    await (await bench.create()).profile.close()
    const profile = await bench.open()
    await expect(profile.unlock('wrong')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    const leave = new AbortController()
    const waiting = profile.unlock(PASSPHRASE, { signal: leave.signal })
    await bench.clock.someoneWaits()
    leave.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('counts even when several are tried at once', async () => {
    const bench = await newBench()
    await (await bench.create()).profile.close()
    const profile = await bench.open()
    const tries = Promise.allSettled(['a', 'b', 'c'].map(async guess => await profile.unlock(guess)))
    for (const ms of [1000, 2000]) {
      expect(await bench.clock.someoneWaits()).toBe(ms)
      bench.clock.pass(ms)
    }
    expect((await tries).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(readFile(join(bench.folder, 'attempts'), 'utf8')).resolves.toContain('"failures":3')
  })
})

test('after a change of passphrase the new one opens, the old one does not, and nothing else has changed', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await write(store, 'kept')
  await profile.changePassphrase(PASSPHRASE, 'a better one')
  await write(store, 'still open')
  await expect(profile.changePassphrase(PASSPHRASE, 'x')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  await profile.close()
  const again = await bench.open()
  bench.clock.pass(MINUTE)
  await expect(again.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  bench.clock.pass(MINUTE)
  expect(await read(await again.unlock('a better one'))).toBe('still open')
})

test('a locked profile can change its passphrase, too', async () => {
  const bench = await newBench()
  await (await bench.create()).profile.close()
  const profile = await bench.open()
  await profile.changePassphrase(PASSPHRASE, 'next')
  expect(profile.state).toBe('locked')
  await profile.unlock('next')
})

test('a damaged vault.json is told apart from a wrong passphrase', async () => {
  const bench = await newBench()
  await (await bench.create()).profile.close()
  const path = join(bench.folder, 'vault.json')
  const header = await readFile(path, 'utf8')
  await writeFile(path, header.slice(0, 20))
  await expect(bench.open()).rejects.toMatchObject({ code: 'CORRUPT' })
  await writeFile(path, header.replace('"passes":1', '"passes":23'))
  await expect(bench.open()).rejects.toMatchObject({ code: 'CORRUPT', message: 'vault.json is damaged' })
  await writeFile(path, header.replace('"version":1', '"version":23'))
  await expect((await bench.open()).unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'NEWER_SCHEMA' })
})

test('nothing that was stored, nor the passphrase, can be read in the files', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  const secret = 'Radia meets Ada at the lighthouse'
  const person = '8f14e45fceea167a5a36dedd4bea2543'
  for (let at = 0; at < 50; at++) {
    const batch = store.batch()
    for (const table of Object.values(TABLES)) store.table(table, text).put(batch, { id: person, at }, `${secret} ${person}`)
    await store.commit(batch)
  }
  const whileOpen = await filesIn(bench.folder)
  await store.rotateKeys()
  await profile.close()
  const searched = [...whileOpen, ...await filesIn(bench.folder)].filter(({ path }) => !path.endsWith('reserve'))
  expect(searched.reduce((sum, { content }) => sum + content.length, 0)).toBeGreaterThan(50 * 20 * 65)
  for (const word of [secret, 'lighthouse', person, PASSPHRASE, 'history', 'contacts']) {
    const utf8 = Buffer.from(word)
    for (const form of [word, Buffer.from(word, 'utf16le'), utf8.toString('hex'), utf8.toString('base64url').slice(0, -2)]) {
      expect(searched.filter(({ content }) => content.includes(form)).map(({ path }) => path)).toEqual([])
    }
  }
  for (const line of bench.lines) expect(line).not.toContain(person)
})

test('two profiles that hold the same have no key and no value in common', async () => {
  const rows = await Promise.all([0, 1].map(async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    await write(store, 'same')
    await profile.close()
    return await withRawLevel(bench.folder, async level => await level.iterator().all())
  }))
  const [one, two] = rows.map(list => new Set(list.flat().map(toHex)))
  expect(one!.size).toBe(6)
  expect([...one!].filter(hex => two!.has(hex))).toEqual([])
})

test('a profile whose making fails before it is whole can be made again, and has what it was to have', async () => {
  const bench = await newBench()
  const profile = await bench.open()
  const creating = { passphrase: PASSPHRASE, argon2: LIGHT }
  await expect(profile.create({ ...creating, fill: async () => { throw new Error('no') } })).rejects.toThrow('no')
  expect(profile.state).toBe('empty')
  await profile.close()
  const again = await bench.open()
  expect(again.state).toBe('empty')
  const table = (store: Store) => store.table(TABLES.settings, jsonCodec<number>())
  await again.create({
    ...creating,
    async fill (store) {
      const batch = store.batch()
      table(store).put(batch, { id: 'filled' }, 1)
      await store.commit(batch)
    }
  })
  await again.lock()
  expect(again.state).toBe('locked')
  expect(await table(await again.unlock(PASSPHRASE)).get({ id: 'filled' })).toBe(1)
})
