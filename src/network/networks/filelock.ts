/** A lock beside a file that several processes change. It names its holder, so that a dead one's lock can be broken. */
import { link, open, readFile, rm, writeFile } from 'node:fs/promises'
import { toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { jitterMs, systemRandom } from '../../base/random.ts'
import { SECOND, pause, type Clock } from '../../base/time.ts'

const WAIT_MS = 20 * SECOND

/** Runs `task` while no other process holds the lock of `path`. @throws AppError TIMED_OUT: held for 20 s */
export async function withFileLock<T> (path: string, { clock }: { clock: Clock }, task: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  const untilMs = clock.now() + WAIT_MS
  while (!await take(lock)) {
    if (clock.now() > untilMs) {
      throw new AppError('TIMED_OUT', `another process is changing ${path}`, { hint: `if none is, delete ${lock}` })
    }
    await pause(clock, jitterMs(5, 40))
  }
  try {
    return await task()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Linking a finished file into place means that a lock never lacks its holder's name. */
async function take (lock: string): Promise<boolean> {
  const own = `${lock}.${process.pid}.${toHex(systemRandom(6))}`
  await writeFile(own, String(process.pid), { flag: 'wx', mode: 0o600 })
  try {
    await link(own, lock)
    return true
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err
    await breakIfDead(lock)
    return false
  } finally {
    await rm(own, { force: true })
  }
}

/** Only who holds the guard removes a dead holder's lock: otherwise two could, and the second would remove a live one's. */
async function breakIfDead (lock: string): Promise<void> {
  if (await isHeld(lock)) return
  const guard = `${lock}.breaking`
  try {
    await (await open(guard, 'wx', 0o600)).close()
  } catch {
    return
  }
  try {
    if (!await isHeld(lock)) await rm(lock, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function isHeld (lock: string): Promise<boolean> {
  const pid = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10)
  if (!Number.isInteger(pid)) return true // gone meanwhile, or not ours to judge
  try {
    process.kill(pid, 0)
    return true
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM'
  }
}
