/** `doctor`: what commonly goes wrong on a computer, each with what to do about it. */
import { lstat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, checkPrivate, systemClock } from '../api/client.ts'
import type { Status } from '../api/schema.ts'
import type { Context } from './context.ts'
import { isAlive } from './processes.ts'

export interface Finding {
  check: string
  result: 'ok' | 'warning' | 'failure'
  text: string
  hint?: string
}

const MIB = 1024 * 1024
/** the id of the network that needs no file */
const LAN_ID = 'lan'
const LITTLE_DISK_BYTES = 200 * MIB
/** when this was written: a clock before it is wrong */
const EARLIEST_MS = Date.UTC(2025, 0, 1)
const LATEST_MS = Date.UTC(2045, 0, 1)

export async function * examine (context: Context): AsyncGenerator<Finding> {
  const { versions, platform, arch } = process
  yield { check: 'runtime', result: 'ok', text: `nobyte ${context.programs.version} on Node ${versions.node}, ${platform} ${arch}` }
  yield examineClock()
  for (const folder of context.home.privateFolders) yield await examineFolder(folder)
  yield await examineDisk(context.home.data)
  const status = await askStatus(context)
  if ('result' in status) return yield status
  yield { check: 'node', result: 'ok', text: `${status.state}, pid ${status.pid}` }
  yield * examineNetwork(status)
}

function examineClock (): Finding {
  const nowMs = systemClock.now()
  const text = new Date(nowMs).toISOString()
  return nowMs > EARLIEST_MS && nowMs < LATEST_MS
    ? { check: 'clock', result: 'ok', text }
    : { check: 'clock', result: 'failure', text, hint: 'Set the clock: records and links depend on it' }
}

async function examineFolder (folder: string): Promise<Finding> {
  try {
    await checkPrivate(folder)
    return { check: 'folder', result: 'ok', text: `${folder} is yours alone` }
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return { check: 'folder', result: 'ok', text: `${folder} is not there yet` }
    const { message, hint } = err as AppError
    return { check: 'folder', result: 'failure', text: message, hint }
  }
}

async function examineDisk (folder: string): Promise<Finding> {
  let existing = folder
  while (await lstat(existing).then(() => false, () => existing !== dirname(existing))) existing = dirname(existing)
  const { bavail, bsize } = await statfs(existing)
  const text = `${Math.round(bavail * bsize / MIB)} MiB free`
  return bavail * bsize > LITTLE_DISK_BYTES
    ? { check: 'disk', result: 'ok', text }
    : { check: 'disk', result: 'warning', text, hint: 'A full disk stops messages from being accepted' }
}

async function askStatus ({ call, home }: Context): Promise<Status | Finding> {
  try {
    const status = await call('status')
    if (isAlive(status.pid)) return status
    return { check: 'node', result: 'warning', text: `answers, but its pid ${status.pid} is of another machine or container` }
  } catch (err) {
    if (!(err instanceof AppError)) {
      return { check: 'node', result: 'failure', text: 'does not answer in time', hint: `See: ${home.logFile}` }
    }
    const { code, message, hint } = err
    return { check: 'node', result: code === 'NODE_NOT_RUNNING' ? 'warning' : 'failure', text: message, hint }
  }
}

function * examineNetwork ({ state, role, network, networkId, addresses, peers, dht, clockDoubt, notes }: Status): Generator<Finding> {
  if (state === 'empty' && role === 'user') {
    return yield { check: 'profile', result: 'warning', text: 'there is none yet', hint: 'Make one: nobyte init --name NAME' }
  }
  if (state === 'locked') return yield { check: 'profile', result: 'warning', text: 'it is locked', hint: 'Open it: nobyte unlock' }
  if (clockDoubt !== undefined) yield { check: 'clock', result: 'warning', text: clockDoubt, hint: 'Look at the clock, and set it' }
  yield addresses.length > 0
    ? { check: 'addresses', result: 'ok', text: `${addresses.length} address${addresses.length === 1 ? '' : 'es'} to be reached at` }
    : { check: 'addresses', result: 'warning', text: 'no address that others could reach' }
  yield peers > 0
    ? { check: 'network', result: 'ok', text: `${network}: ${peers} connected, ${dht.tableSize} known to the DHT` }
    : {
        check: 'network',
        result: 'warning',
        text: `${network}: nobody is connected`,
        hint: networkId === LAN_ID
          ? 'Does nobyte run on another computer here? Guest networks and many a Wi-Fi keep their devices apart'
          : 'Is a bootstrap node of this network up? See: nobyte network show'
      }
  for (const text of notes) yield { check: 'note', result: 'ok', text }
}
