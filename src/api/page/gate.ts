/**
 * What a request must be before anything is looked up for it. Whoever knows the port can send one: a page of another origin
 * in the same browser, a name that was made to lead here, another user's program. None of them gets past its line below.
 */
import type { IncomingMessage } from 'node:http'
import { MAX_REQUEST_BYTES } from '../lines.ts'

/** A request as it came, each header with all its values. */
export interface Asked {
  method: string
  target: string
  headers: ReadonlyMap<string, readonly string[]>
  /** whether it asks for a WebSocket */
  upgrades: boolean
}

/** This server, as its own page names it. */
export interface Own {
  host: string
  origin: string
}

type Check = (asked: Asked, own: Own) => number | undefined

export const SOCKET_PATH = '/api'
export const RPC_PATH = '/rpc'
export const SESSION_PATH = '/session'
const CALLS = [RPC_PATH, SESSION_PATH]

/** By what UI §2 calls them, in the order in which they are asked. Each gives the status of its refusal. */
const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  // A name of the attacker's that leads to 127.0.0.1 (DNS rebinding) makes their page of one origin with us.
  ['S02 host', ({ headers }, { host }) => isOnly(headers, 'host', host) ? undefined : 421],
  ['S03 target', ({ target }) => /^\/(?!\/)/.test(target) && !/\.\.|%2f|%5c|%00|[\\\0]/i.test(target) ? undefined : 400],
  ['S04 origin', ({ headers }, { origin }) => isAbsentOr(headers, 'origin', origin) ? undefined : 403],
  ['S05 fetch site', asked => isAbsentOr(asked.headers, 'sec-fetch-site', 'same-origin') || isVisit(asked) ? undefined : 403],
  ['S06 socket path', ({ upgrades, target }) => upgrades && target !== SOCKET_PATH ? 404 : undefined],
  // Whoever is no browser says who it is at once.
  ['S06 socket origin', ({ upgrades, headers }) => upgrades && !headers.has('origin') && !headers.has('authorization') ? 403 : undefined],
  // OPTIONS, with which a browser asks for another origin what it may do, is no method here.
  ['S07 S08 method', ({ method, target }) => (CALLS.includes(target) ? ['POST'] : ['GET', 'HEAD']).includes(method) ? undefined : 405],
  // A form of another page can post as text/plain without being asked whether it may.
  ['S08 type', ({ target, headers }) => !CALLS.includes(target) || isOnly(headers, 'content-type', JSON_TYPE) ? undefined : 415],
  // A query ends in histories and logs, so there is none that could hold a token.
  ['S09 query', ({ target }) => /[?#]/.test(target) ? 400 : undefined],
  ['S11 length', ({ headers }) => Number(headers.get('content-length')?.[0] ?? 0) > MAX_REQUEST_BYTES ? 413 : undefined]
]

const JSON_TYPE = 'application/json'

/** @returns the status with which it is refused, if it is */
export function refusalOf (asked: Asked, own: Own): number | undefined {
  for (const [, check] of CHECKS) {
    const status = check(asked, own)
    if (status !== undefined) return status
  }
}

/** A parsed request keeps one of several headers of a name; which one was meant is not for us to guess. */
export function askedBy ({ method = '', url = '', rawHeaders }: IncomingMessage, { upgrades }: { upgrades: boolean }): Asked {
  const headers = new Map<string, string[]>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i]!.toLowerCase(), rawHeaders[i + 1]!]
    const values = headers.get(name)
    if (values === undefined) headers.set(name, [value])
    else values.push(value)
  }
  return { method, target: url, headers, upgrades }
}

const isOnly = (headers: Asked['headers'], name: string, value: string): boolean => {
  const values = headers.get(name)
  return values?.length === 1 && values[0] === value
}

const isAbsentOr = (headers: Asked['headers'], name: string, value: string): boolean =>
  !headers.has(name) || isOnly(headers, name, value)

/** A person who types the address, follows a bookmark, or is sent here by the page that `nobyte open` wrote. */
function isVisit ({ method, target, headers, upgrades }: Asked): boolean {
  if (upgrades) return false
  if (isOnly(headers, 'sec-fetch-site', 'none')) return method !== 'POST'
  const isDocument = isOnly(headers, 'sec-fetch-mode', 'navigate') && isOnly(headers, 'sec-fetch-dest', 'document')
  return method === 'GET' && target === '/' && isDocument
}
