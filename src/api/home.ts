/** Where a profile lives on this computer, and how its folders are kept from the computer's other users. */
import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../base/errors.ts'

/** A Unix socket's path must fit 108 bytes on Linux and 104 on macOS, its final zero included. */
const MAX_SOCKET_PATH_BYTES = 100
const SOCKET_NAME = 'api.sock'
export const DEFAULT_PROFILE = 'default'

export interface Home {
  profile: string
  /** the store, and an infrastructure node's key */
  data: string
  /** logs, and what may be lost */
  state: string
  /** the socket's folder */
  runtime: string
  configFile: string
  socket: string
  logFile: string
  /** every folder that must be ours alone, outer ones first */
  privateFolders: string[]
  /** where each path comes from: a variable's name, or 'default' */
  sources: Record<'config' | 'data' | 'state' | 'socket' | 'log', string>
}

export interface HomeSource {
  env: Record<string, string | undefined>
  /** what a relative NOBYTE_HOME is relative to */
  cwd: string
  uid: number
  profile?: string
}

/** Works the folders out and touches nothing. @throws AppError BAD_INPUT: a profile name that is no plain folder name */
export function resolveHome ({ env, cwd, uid, profile = DEFAULT_PROFILE }: HomeSource): Home {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(profile)) {
    throw new AppError('BAD_INPUT', `"${profile}" cannot name a profile`, { hint: 'Letters, digits, ".", "_" and "-", up to 64' })
  }
  const bases = baseFolders({ env, cwd })
  const own = ({ folder }: Base): string => join(folder, profile)
  const [data, state, wanted] = [own(bases.data), own(bases.state), own(bases.runtime)]
  const short = shortRuntime({ wanted, env, uid })
  const runtime = short?.at(-1) ?? wanted
  return {
    profile,
    data,
    state,
    runtime,
    configFile: join(bases.config.folder, 'config.json'),
    socket: join(runtime, SOCKET_NAME),
    logFile: join(state, 'node.log'),
    privateFolders: [bases.data.folder, data, bases.state.folder, state, ...(short ?? [bases.runtime.folder, wanted])],
    sources: {
      config: bases.config.source,
      data: bases.data.source,
      state: bases.state.source,
      socket: short === undefined ? bases.runtime.source : `a short path, since ${wanted} is too long for a socket`,
      log: bases.state.source
    }
  }
}

interface Base { folder: string, source: string }

function baseFolders ({ env, cwd }: Pick<HomeSource, 'env' | 'cwd'>): Record<'config' | 'data' | 'state' | 'runtime', Base> {
  if (env.NOBYTE_HOME !== undefined && env.NOBYTE_HOME !== '') {
    const one = resolve(cwd, env.NOBYTE_HOME)
    const below = (name: string): Base => ({ folder: join(one, name), source: 'NOBYTE_HOME' })
    return { config: below(''), data: below('data'), state: below('state'), runtime: below('run') }
  }
  const home = env.HOME !== undefined && isAbsolute(env.HOME) ? env.HOME : homedir()
  // The XDG specification: a relative path in one of its variables counts as absent.
  const xdg = (name: string, fallback: string): Base => {
    const value = env[name]
    return value !== undefined && isAbsolute(value)
      ? { folder: join(value, 'nobyte'), source: name }
      : { folder: join(home, fallback, 'nobyte'), source: 'default' }
  }
  const state = xdg('XDG_STATE_HOME', '.local/state')
  const runtime = runtimeBase(env)
  return {
    config: xdg('XDG_CONFIG_HOME', '.config'),
    data: xdg('XDG_DATA_HOME', '.local/share'),
    state,
    runtime: runtime === undefined
      ? { folder: join(state.folder, 'run'), source: state.source }
      : { folder: runtime, source: 'XDG_RUNTIME_DIR' }
  }
}

const runtimeBase = ({ XDG_RUNTIME_DIR: folder }: HomeSource['env']): string | undefined =>
  folder !== undefined && isAbsolute(folder) ? join(folder, 'nobyte') : undefined

/** Folders that lead to a short socket path, when the wanted one is too long. */
function shortRuntime ({ wanted, env, uid }: { wanted: string, env: HomeSource['env'], uid: number }): string[] | undefined {
  const fits = (folder: string): boolean => Buffer.byteLength(join(folder, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES
  if (fits(wanted)) return undefined
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 16)
  const base = [runtimeBase(env), `/tmp/nobyte-${uid}`].find(folder => folder !== undefined && fits(join(folder, hash)))
  return base === undefined ? undefined : [base, join(base, hash)]
}

/** Makes what is missing. @throws AppError REFUSED: a folder that somebody else owns, made or may enter */
export async function prepareHome (home: Home): Promise<void> {
  await makeParents(home)
  for (const folder of home.privateFolders) {
    try {
      await mkdir(folder, { mode: 0o700 })
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw folderError(folder, err)
    }
    await checkPrivate(folder)
  }
}

async function makeParents ({ privateFolders }: Home): Promise<void> {
  for (const folder of privateFolders) {
    if (privateFolders.includes(dirname(folder))) continue
    try {
      await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
    } catch (err) {
      throw folderError(dirname(folder), err)
    }
  }
}

/**
 * In /tmp another user could have made the folder first, and would then read our socket and its passphrases.
 * @throws AppError REFUSED
 */
export async function checkPrivate (folder: string): Promise<void> {
  const found = await lstat(folder)
  const uid = process.getuid?.()
  if (!found.isDirectory()) throw new AppError('REFUSED', `${folder} is not a folder`)
  if (uid !== undefined && found.uid !== uid) {
    throw new AppError('REFUSED', `${folder} belongs to another user`, { hint: 'Set NOBYTE_HOME to a folder of your own' })
  }
  if (uid !== undefined && (found.mode & 0o077) !== 0) {
    throw new AppError('REFUSED', `other users may enter ${folder}`, { hint: `chmod 700 ${folder}` })
  }
}

function folderError (folder: string, cause: unknown): AppError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC') return new AppError('DISK_FULL', `no space left to make ${folder}`, { cause })
  const message = `cannot make ${folder} (${code ?? 'unknown reason'})`
  return new AppError('REFUSED', message, { hint: 'Set NOBYTE_HOME to a folder you can write to', cause })
}
