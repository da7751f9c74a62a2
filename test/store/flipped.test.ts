/** One flipped byte in the small files beside the database, and in those of an operator's node. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLog, type Log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { WaitingCells } from '../../src/store/hosted/cells.ts'
import { QueueTable, type Queue } from '../../src/store/hosted/queues.ts'
import { readKeyFile, writeKeyFile } from '../../src/store/keyFile.ts'
import { TABLES } from '../../src/store/tables.ts'
import { copyFolder, newBench, newFolder, PASSPHRASE, type Bench } from './workbench.ts'

const text = jsonCodec<string>()

interface Flip { name: string, where: number, change: number }

const flipIn = (files: readonly string[]): fc.Arbitrary<Flip> => fc.record({
  name: fc.constantFrom(...files),
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  change: fc.integer({ min: 1, max: 255 })
})

/** @returns what the file held before */
async function flip (folder: string, { name, where, change }: Flip): Promise<Buffer> {
  const path = join(folder, name)
  const content = await readFile(path)
  const before = Buffer.from(content)
  content[Math.floor(where * content.length)]! ^= change
  await writeFile(path, content)
  return before
}

/** Two bytes, far apart. */
async function harm (path: string): Promise<Buffer> {
  const content = await readFile(path)
  for (const at of [5, content.length - 5]) content[at]! ^= 1
  await writeFile(path, content)
  return content
}

async function benchWithSession (): Promise<Bench> {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  for (const [table, value] of [[TABLES.sessions, 'a session'], [TABLES.contacts, 'a contact']] as const) {
    const batch = store.batch()
    store.table(table, text).put(batch, { id: 'radia' }, value)
    await store.commit(batch)
  }
  await store.rotateKeys()
  await profile.close()
  return bench
}

describe('one flipped byte in a file beside the database', () => {
  test('is found and put right, and the file is named', async () => {
    const bench = await benchWithSession()
    await fc.assert(fc.asyncProperty(flipIn(['vault.json', 'keys.json', 'counter']), async where => {
      const before = await flip(bench.folder, where)
      const { profile, store } = await bench.unlock()
      try {
        expect(await store.table(TABLES.sessions, text).get({ id: 'radia' })).toBe('a session')
        expect(store.rolledBack).toBe(false)
        const isAsItWas = (await readFile(join(bench.folder, where.name))).equals(before)
        // The checksum's last character has bits that mean nothing.
        if (where.name === 'vault.json' && !isAsItWas) await writeFile(join(bench.folder, where.name), before)
        else expect(store.damage()).toEqual([{ where: where.name, rows: 0, mended: true }])
        if (where.name === 'keys.json') expect(isAsItWas).toBe(true)
      } finally {
        await profile.close()
      }
    }), { numRuns: 30 })
    const { store } = await bench.unlock()
    expect(store.damage()).toEqual([])
  })
})

describe('worse damage to a file beside the database', () => {
  test('of vault.json is named before anything is asked, and nothing is changed', async () => {
    const bench = await benchWithSession()
    const path = join(bench.folder, 'vault.json')
    const pristine = await readFile(path)
    const harmed = await harm(path)
    await expect(bench.open()).rejects.toMatchObject({ code: 'CORRUPT', message: 'vault.json is damaged', hint: expect.any(String) })
    expect(await readFile(path)).toEqual(harmed)
    await writeFile(path, pristine)
    expect((await bench.unlock()).store.damage()).toEqual([])
  })

  test('of keys.json costs what was under it; the file is named, and kept', async () => {
    const bench = await benchWithSession()
    const harmed = await harm(join(bench.folder, 'keys.json'))
    const { store } = await bench.unlock()
    expect(store.damage()).toContainEqual({ where: 'keys.json', rows: 0, mended: false })
    expect(store.rolledBack).toBe(true)
    expect(await store.table(TABLES.contacts, text).get({ id: 'radia' })).toBe('a contact')
    expect(await readFile(join(bench.folder, 'damaged', 'keys.json'))).toEqual(harmed)
  })

  test('of the counter counts as a roll-back, and is named', async () => {
    const bench = await benchWithSession()
    await harm(join(bench.folder, 'counter'))
    const { store } = await bench.unlock()
    expect(store.rolledBack).toBe(true)
    expect(store.damage()).toEqual([{ where: 'counter', rows: 0, mended: false }])
  })

  test('of what counts wrong passphrases keeps nobody out', async () => {
    const bench = await benchWithSession()
    await expect((await bench.open()).unlock('wrong')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await [...bench.opened].at(-1)!.close()
    await harm(join(bench.folder, 'attempts'))
    await (await bench.open()).unlock(PASSPHRASE)
  })
})

/** What level reads when it opens a database. */
const isRead = (name: string): boolean => /^(\d+\.(log|ldb)|MANIFEST-\d+|CURRENT)$/.test(name)

function listening (): { log: Log, lines: string[] } {
  const lines: string[] = []
  return { log: createLog('debug', line => { lines.push(line) }, () => 0), lines }
}

describe('one flipped byte at an operator\'s node', () => {
  test('in a key file is put right; where more is wrong no other key is taken', async () => {
    const path = join(await newFolder(), 'infra.key')
    const secret = random(32)
    await writeKeyFile(path, secret)
    const pristine = await readFile(path)
    const { log, lines } = listening()
    for (let at = 0; at < pristine.length; at++) {
      const flipped = Buffer.from(pristine)
      flipped[at]! ^= 1 + at % 255
      await writeFile(path, flipped)
      expect(await readKeyFile(path, { name: 'infra.key', log })).toEqual(secret)
      expect(await readFile(path)).toEqual(pristine)
    }
    expect(lines.filter(line => line.includes('store-file-damaged') && line.includes('infra.key'))).toHaveLength(pristine.length)
    const harmed = await harm(path)
    const named = { code: 'CORRUPT', message: expect.stringContaining(path) }
    await expect(readKeyFile(path, { name: 'infra.key', log })).rejects.toMatchObject(named)
    expect(await readFile(path)).toEqual(harmed)
  })

  test('in what waits in mailboxes, or in the queues, is mended, and the file is named', async () => {
    const folder = await newFolder()
    const { log, lines } = listening()
    const limits = { maxCells: 10_000, maxCellsPerSender: 999, maxTags: 9999, maxTagsPerSender: 999, maxBundles: 99, maxBundlesPerQueue: 9 }
    const place = { folder, durable: true, limits, random, log }
    const openBoth = async (): Promise<[WaitingCells, QueueTable]> =>
      [await WaitingCells.open(place), await QueueTable.open({ folder: join(folder, 'queues'), log })]
    const rids = Array.from({ length: 40 }, () => random(24))
    const queue: Queue = { receiver: random(32), ttlMs: 5, untilMs: 2 ** 52, createdMs: 7, isFetched: false }
    const body = random(3840)
    let generation = 0n
    for (let round = 0; round < 3; round++) {
      const [cells, queues] = await openBoth() // which moves the rounds before into tables
      for (const rid of rids) {
        const sid = random(24)
        await queues.save(rid, queue, { isNew: true, add: [{ sid, key: random(32) }] })
        await cells.deposit({ rid, sid, tag: random(16), body, untilMs: 2 ** 50 }, 1)
      }
      generation = cells.generation
      await cells.close()
      await queues.close()
    }
    const pristine = await newFolder()
    await copyFolder(folder, pristine)
    const files: string[] = ['cells.key']
    for (const db of ['cells', 'queues']) {
      for (const name of await readdir(join(folder, db))) if (isRead(name)) files.push(join(db, name))
    }
    for (const kind of ['cells/.*ldb', 'cells/.*log', 'queues/.*ldb']) expect(files.join(' ')).toMatch(new RegExp(kind))
    await fc.assert(fc.asyncProperty(flipIn(files), async where => {
      await copyFolder(pristine, folder)
      await flip(folder, where)
      lines.length = 0
      const [cells, queues] = await openBoth()
      try {
        expect(cells.generation).toBe(generation)
        expect(queues.counts).toEqual({ queues: rids.length, senders: 3 * rids.length })
        for (const rid of rids) {
          const { cells: listed } = await cells.list(rid, { after: 0n, limit: 9, nowMs: 1 })
          expect(listed.map(({ body: held }) => Buffer.compare(held, body))).toEqual([0, 0, 0])
          expect(await queues.queue(rid)).toEqual(queue)
          expect(await queues.sendersOf(rid)).toHaveLength(3)
        }
        // The last bytes before a table's magic are padding that means nothing.
        const isNamed = lines.some(line => line.includes('store-file-damaged') && line.includes(where.name.split('/').at(-1)!))
        if (!isNamed) expect(where.name).toMatch(/ldb$/)
      } finally {
        await cells.close()
        await queues.close()
      }
    }), { numRuns: 30 })
  })

  test('and more of them in the queues: the operator is told which folder, and nothing is changed', async () => {
    const folder = await newFolder()
    const { log } = listening()
    const table = await QueueTable.open({ folder, log })
    const queue: Queue = { receiver: random(32), ttlMs: 5, untilMs: 2 ** 52, createdMs: 7, isFetched: false }
    for (let i = 0; i < 20; i++) await table.save(random(24), queue, { isNew: true })
    await table.close()
    const name = (await readdir(folder)).find(file => file.endsWith('.log'))!
    const content = await readFile(join(folder, name))
    for (const at of [20, 40, 60, 80]) content[at]! ^= 0x55
    await writeFile(join(folder, name), content)
    const named = { code: 'CORRUPT', message: expect.stringContaining(folder), hint: expect.any(String) }
    await expect(QueueTable.open({ folder, log })).rejects.toMatchObject(named)
    expect(await readFile(join(folder, name))).toEqual(content)
  })
})
