/**
 * Network files: what a node must know to join a network. A private network's file holds its key, so it is written
 * for its owner alone.
 */
import { open, rename, rm, stat } from 'node:fs/promises'
import { fromBase64url, toBase64url, toHex, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { systemRandom, type Random } from '../../base/random.ts'
import { systemClock, type Clock } from '../../base/time.ts'
import { networkToken } from '../../crypto/mailbox.ts'
import type { InviteLink } from '../../wire/link.ts'
import { isAddress, peerIdOf, withoutPeerId } from '../addresses.ts'
import { withFileLock } from './filelock.ts'

export interface BootstrapEntry {
  /** multiaddrs with /p2p */
  addresses: string[]
  /** who runs it, as they call themselves; two entries with one operator are one party */
  operator?: string
  /** of one that hosts mailboxes: the X25519 key that commands are sealed to, 32 bytes as base64url */
  mailbox?: string
  /** whether it carries frames to other operators' mailbox hosts */
  proxy?: boolean
  /**
   * Of one that an invite link names and nobody has met yet: 16 hex digits, with which SHA-256 of its PeerId begins. Each
   * that is named so is a mailbox host and a proxy, and different people run them.
   */
  digest?: string
}

export interface NetworkDescriptor {
  name: string
  /** 16 lower-case hex digits, or 'lan' */
  id: string
  /** 32 bytes as base64url: only who holds it can connect */
  psk?: string
  bootstrap: BootstrapEntry[]
  token?: string
  kind: 'lan' | 'network'
}

const KEY_BYTES = 32
const ID_BYTES = 8
const MAX_FILE_BYTES = 1024 * 1024
const MAX_NETWORK_NAME_CHARS = 64
const MAX_BOOTSTRAP_ENTRIES = 256
const MAX_BOOTSTRAP_ADDRESSES = 32

/** Everybody on the same local network: no bootstrap, no key, neighbours are found by mDNS. */
export const LAN_NETWORK: NetworkDescriptor = { name: 'Local network', id: 'lan', bootstrap: [], kind: 'lan' }

/** A new network with an id of its own; unless `open`, with a key. @throws AppError BAD_INPUT: an unusable name */
export function newNetwork (
  { name, open = false, random = systemRandom }: { name: string, open?: boolean, random?: Random }
): NetworkDescriptor {
  return {
    name: checkName(name),
    id: toHex(random(ID_BYTES)),
    ...(open ? {} : { psk: toBase64url(random(KEY_BYTES)) }),
    bootstrap: [],
    kind: 'network'
  }
}

/** The key as libp2p's pnet wants it, or undefined where the network is open. */
export function pskBytes ({ psk }: Pick<NetworkDescriptor, 'psk'>): Bytes | undefined {
  if (psk === undefined) return undefined
  return utf8(`/key/swarm/psk/1.0.0/\n/base16/\n${toHex(fromBase64url(psk))}`)
}

/**
 * What members show to make queues at this network's mailbox hosts: the file's own token; on a private network one that
 * follows from the key, since a link tells a newcomer no token; undefined on an open one, where a queue costs a puzzle.
 */
export function mailboxToken ({ psk, token }: Pick<NetworkDescriptor, 'psk' | 'token'>): Bytes | undefined {
  if (token !== undefined) return utf8(token)
  return psk === undefined ? undefined : networkToken(fromBase64url(psk))
}

/** @throws AppError NOT_FOUND: no such file; BAD_INPUT: not a network file */
export async function readNetworkFile (path: string): Promise<NetworkDescriptor> {
  return parseDescriptor(await readJson(path))
}

/**
 * Writes a network file for its owner alone (0600). With `exclusive` an existing file is left as it is.
 * @throws AppError EXISTS: there is such a file already
 */
export async function writeNetworkFile (
  path: string, descriptor: NetworkDescriptor, { exclusive = false }: { exclusive?: boolean } = {}
): Promise<void> {
  const text = serialise(parseDescriptor(descriptor))
  if (exclusive) {
    await writeNew(path, text)
  } else {
    await replace(path, text, 0o600)
  }
}

/**
 * Puts a node's addresses on the file's bootstrap list, under a lock and by rename, so that several nodes may do so at
 * once and a reader never sees half a file. What was listed for the same peer or the same socket is replaced.
 * @throws AppError NOT_FOUND | BAD_INPUT: no network file there, or an address without /p2p; TIMED_OUT: the lock is held
 */
export async function addBootstrap (
  path: string, addresses: string[], operator?: string,
  { mailbox, proxy = false, clock = systemClock }: { mailbox?: Bytes, proxy?: boolean, clock?: Clock } = {}
): Promise<NetworkDescriptor> {
  const peerIds = new Set(addresses.map(peerIdOf))
  if (addresses.length === 0 || peerIds.has(undefined) || peerIds.size > 1) {
    throw new AppError('BAD_INPUT', 'a bootstrap entry needs addresses that end in the same /p2p/…')
  }
  return await withFileLock(path, { clock }, async () => {
    const raw = await readJson(path)
    const descriptor = parseDescriptor(raw)
    const sockets = new Set(addresses.map(withoutPeerId))
    const others = descriptor.bootstrap
      .map(entry => ({
        ...entry,
        addresses: entry.addresses.filter(address => !peerIds.has(peerIdOf(address)) && !sockets.has(withoutPeerId(address)))
      }))
      .filter(entry => entry.addresses.length > 0)
    const own = {
      addresses, ...(operator ? { operator } : {}), ...(mailbox && { mailbox: toBase64url(mailbox) }), ...(proxy ? { proxy } : {})
    }
    const next = parseDescriptor({ ...descriptor, bootstrap: [...others, own] })
    // Fields that a later version wrote stay in the file.
    const text = serialise({ ...(raw as object), ...next })
    if (text !== serialise(raw as object)) await replace(path, text, (await stat(path)).mode & 0o777)
    return next
  })
}

const serialise = (descriptor: object): string => `${JSON.stringify(descriptor, null, 2)}\n`

async function readJson (path: string): Promise<unknown> {
  let file
  try {
    file = await open(path)
  } catch (err) {
    throw new AppError('NOT_FOUND', `there is no network file ${path}`, {
      hint: 'Make one: nobyte network create --name NAME --out FILE', cause: err
    })
  }
  try {
    if ((await file.stat()).size > MAX_FILE_BYTES) throw new AppError('BAD_INPUT', `${path} is too large for a network file`)
    return JSON.parse(await file.readFile('utf8'))
  } catch (err) {
    if (err instanceof AppError) throw err
    throw new AppError('BAD_INPUT', `${path} is not a network file`, { cause: err })
  } finally {
    await file.close()
  }
}

async function writeNew (path: string, text: string): Promise<void> {
  let file
  try {
    file = await open(path, 'wx', 0o600)
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err
    throw new AppError('EXISTS', `${path} exists already`, { hint: 'Choose another file; a network file is never overwritten' })
  }
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function replace (path: string, text: string, mode: number): Promise<void> {
  const next = `${path}.${process.pid}.${toHex(systemRandom(4))}.tmp`
  const file = await open(next, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
    await file.close()
    await rename(next, path)
  } catch (err) {
    await file.close().catch(() => {})
    await rm(next, { force: true })
    throw err
  }
}

function checkName (name: unknown): string {
  // Control and direction characters would let a file's name pretend to be something else on a terminal.
  if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NETWORK_NAME_CHARS || /[\p{Cc}\p{Cf}]/u.test(name)) {
    throw new AppError('BAD_INPUT', `a network's name is 1 to ${MAX_NETWORK_NAME_CHARS} visible characters`)
  }
  return name
}

/** @throws AppError BAD_INPUT naming the field that is wrong */
export function parseDescriptor (value: unknown): NetworkDescriptor {
  const bad = (what: string): AppError => new AppError('BAD_INPUT', `not a network file: ${what}`)
  if (typeof value !== 'object' || value === null) throw bad('not an object')
  const { name, id, psk, bootstrap, token, kind } = value as Record<string, unknown>
  if (typeof id !== 'string' || !/^(lan|[0-9a-f]{16})$/.test(id)) throw bad('id must be 16 hex digits')
  if (psk !== undefined && (typeof psk !== 'string' || !isKey(psk))) throw bad('psk must be 32 bytes as base64url')
  if (token !== undefined && (typeof token !== 'string' || token.length > 256)) throw bad('token must be text')
  if (kind !== 'lan' && kind !== 'network') throw bad("kind must be 'network'")
  if (!Array.isArray(bootstrap) || bootstrap.length > MAX_BOOTSTRAP_ENTRIES) throw bad('bootstrap must be a list')
  return {
    name: checkName(name),
    id,
    ...(psk === undefined ? {} : { psk }),
    bootstrap: bootstrap.map(entry => parseEntry(entry, bad)),
    ...(token === undefined ? {} : { token }),
    kind
  }
}

function parseEntry (value: unknown, bad: (what: string) => AppError): BootstrapEntry {
  if (typeof value !== 'object' || value === null) throw bad('a bootstrap entry must be an object')
  const { addresses, operator, mailbox, proxy, digest } = value as Record<string, unknown>
  if (!Array.isArray(addresses) || addresses.length === 0 || addresses.length > MAX_BOOTSTRAP_ADDRESSES ||
    !addresses.every(address => typeof address === 'string' && isAddress(address))) {
    throw bad('bootstrap addresses must be multiaddrs such as /ip4/192.0.2.1/tcp/4501/p2p/12D3…')
  }
  if (operator !== undefined && (typeof operator !== 'string' || operator.length > 128)) throw bad('operator must be text')
  if (mailbox !== undefined && (typeof mailbox !== 'string' || !isKey(mailbox))) throw bad('mailbox must be 32 bytes as base64url')
  if (proxy !== undefined && typeof proxy !== 'boolean') throw bad('proxy must be true or false')
  if (digest !== undefined && (typeof digest !== 'string' || !/^[0-9a-f]{16}$/.test(digest))) throw bad('digest must be 16 hex digits')
  return {
    addresses,
    ...(operator === undefined ? {} : { operator }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(digest === undefined ? {} : { digest })
  }
}

function isKey (text: string): boolean {
  try {
    return fromBase64url(text).byteLength === KEY_BYTES
  } catch {
    return false
  }
}

/** As far as a link says. */
export const networkOfLink = ({ networkId, networkKey, servers = [], hints }: InviteLink): NetworkDescriptor => ({
  name: `Network ${networkId.slice(0, 6)}`,
  id: networkId,
  ...(networkKey === undefined ? {} : { psk: toBase64url(networkKey) }),
  bootstrap: hints.map((hint, i) => ({ addresses: [hint], ...(servers[i] === undefined ? {} : { digest: toHex(servers[i]) }) })),
  kind: networkId === LAN_NETWORK.id ? 'lan' : 'network'
})
