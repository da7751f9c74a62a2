// One set-up at a time in one clone. The lock is a file with the pid of whoever holds it, so that one left behind by a
// process that died is noticed and taken over.
import { closeSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock without a pid is being written right now, unless it is older than this. */
const UNWRITTEN_MS = 2_000
const POLL_MS = 200

function take (path) {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (err) {
    if (err.code !== 'EEXIST') throw err
    return false
  }
}

/** @returns what the lock file says: a pid, 0 while it is being written, undefined when it is gone */
function holder (path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function isAbandoned (path, pid) {
  if (pid === undefined) return false
  try {
    if (pid === 0) return Date.now() - statSync(path).mtimeMs > UNWRITTEN_MS
    process.kill(pid, 0)
    return false
  } catch (err) {
    return err.code === 'ESRCH'
  }
}

/** Several may see the same dead holder. The second name lets one of them win, and shows it whose lock it would remove. */
function discard (path, pid) {
  const claim = `${path}.${pid}`
  try { linkSync(path, claim) } catch { return }
  if (holder(claim) === pid) rmSync(path, { force: true })
  rmSync(claim, { force: true })
}

export async function withLock (path, onWait, work) {
  for (let told = false; !take(path);) {
    const pid = holder(path)
    if (isAbandoned(path, pid)) discard(path, pid)
    else {
      if (!told) onWait()
      told = true
      await sleep(POLL_MS)
    }
  }
  const release = () => rmSync(path, { force: true })
  process.on('exit', release)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
  try {
    await work()
  } finally {
    release()
    process.off('exit', release)
  }
}
