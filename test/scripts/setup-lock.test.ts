/** Two set-ups in one clone must not tread on each other: a build in two halves is worse than none. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const module = join(import.meta.dirname, '..', '..', 'scripts', 'lock.mjs')
const WORKERS = 6

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nobyte-lock-'))
  lock = join(folder, 'setup.lock')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** A process that takes the lock, works for a while, and writes down when it began and ended. */
const worker = (): string => `
  import { appendFileSync } from 'node:fs'
  import { withLock } from ${JSON.stringify(module)}
  await withLock(${JSON.stringify(lock)}, () => {}, async () => {
    appendFileSync(${JSON.stringify(join(folder, 'diary'))}, 'begin ' + process.pid + '\\n')
    for (let turn = 0; turn < 1000; turn++) await new Promise(resolve => setImmediate(resolve))
    appendFileSync(${JSON.stringify(join(folder, 'diary'))}, 'end ' + process.pid + '\\n')
  })`

async function work (count: number): Promise<string[]> {
  const children = Array.from({ length: count }, () => spawn(process.execPath, ['--input-type=module', '-e', worker()]))
  const codes = await Promise.all(children.map(async child => (await once(child, 'close'))[0] as number))
  expect(codes).toEqual(codes.map(() => 0))
  return readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n')
}

function expectTurns (diary: string[]): void {
  expect(diary).toHaveLength(2 * WORKERS)
  for (let i = 0; i < diary.length; i += 2) expect(diary[i + 1]).toBe(diary[i]!.replace('begin', 'end'))
  expect(existsSync(lock)).toBe(false)
}

test('several set-ups at once take turns', async () => {
  expectTurns(await work(WORKERS))
})

test('a lock whose holder died is taken over, by one at a time', async () => {
  writeFileSync(lock, String(spawnSync('true').pid))
  expectTurns(await work(WORKERS))
})
