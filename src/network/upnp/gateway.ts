/** The router of a local network, found by a question to everybody and asked to pass on what arrives at a port. */
import { createSocket } from 'node:dgram'
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { withDeadline } from '../../base/abort.ts'
import { concat } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { SECOND, pause, type Clock } from '../../base/time.ts'
import { isPrivateHost } from '../addresses.ts'
import {
  FAULTS, faultOf, MAX_DOCUMENT_BYTES, order, readDescription, readExternalAddress, readSearchAnswer, searches, type Control
} from './messages.ts'

const GROUP = '239.255.255.250'
const PORT = 1900
const SEARCH_MS = 3 * SECOND
const ANSWER_MS = 5 * SECOND
/** of a network on which many answer */
const MAX_CANDIDATES = 4
/** What a router shows of it to whoever looks at its settings. */
const PURPOSE = 'nobyte'

export interface Gateway {
  /** this computer's, on the router's side */
  ownAddress: string
  /** @throws AppError PROTOCOL, REFUSED: it is itself behind a router; PEER_UNREACHABLE: no answer; the signal's reason */
  externalAddress: (signal: AbortSignal) => Promise<string>
  /**
   * Has TCP connections to the router's `external` port passed on to ours.
   * @returns false: the port is somebody else's already
   * @throws AppError REFUSED: it does not do that; PEER_UNREACHABLE: no answer; the signal's reason
   */
  open: (ports: { external: number, own: number, leaseMs: number }, signal: AbortSignal) => Promise<boolean>
  /** @throws AppError as `open` */
  close: (external: number, signal: AbortSignal) => Promise<void>
}

/**
 * @throws AppError NOT_FOUND: this computer is behind no router, or none answers; the signal's reason
 */
export async function findGateway ({ clock, signal }: { clock: Clock, signal: AbortSignal }): Promise<Gateway> {
  const own = privateAddresses()
  if (own.length === 0) {
    throw new AppError('NOT_FOUND', 'this computer is behind no router that could let others in', {
      hint: 'it has no private IPv4 address'
    })
  }
  const found = (await Promise.all(own.map(async address => await search(address, { clock, signal })))).flat()
  for (const { ownAddress, location } of found) {
    const control = await ask(location, { method: 'GET' }, signal)
      .then(({ status, body }) => status === 200 ? readDescription(body, location) : undefined)
      .catch(() => undefined) // another one may do better
    signal.throwIfAborted()
    if (control !== undefined) return gatewayAt(control, ownAddress)
  }
  throw new AppError('NOT_FOUND', 'no router here answers', {
    hint: 'switch UPnP on in its settings, or have it pass a port on to this computer and name that with --announce'
  })
}

function gatewayAt (control: Control, ownAddress: string): Gateway {
  async function call (action: string, fields: Record<string, string | number>, signal: AbortSignal): Promise<Answer> {
    const { headers, body } = order(control.service, action, fields)
    return await ask(control.url, { method: 'POST', headers, body }, signal)
  }
  const refused = ({ status, body }: Answer): AppError =>
    new AppError('REFUSED', `the router refused (${faultOf(body) || status})`, { hint: 'its settings may say why' })
  const named = (external: number): Record<string, string | number> =>
    ({ NewRemoteHost: '', NewExternalPort: external, NewProtocol: 'TCP' })

  return {
    ownAddress,
    async externalAddress (signal) {
      const answer = await call('GetExternalIPAddress', {}, signal)
      if (answer.status !== 200) throw refused(answer)
      return readExternalAddress(answer.body)
    },
    async open ({ external, own, leaseMs }, signal) {
      const lasting = async (seconds: number): Promise<Answer> => await call('AddPortMapping', {
        ...named(external),
        NewInternalPort: own,
        NewInternalClient: ownAddress,
        NewEnabled: 1,
        NewPortMappingDescription: PURPOSE,
        NewLeaseDuration: seconds
      }, signal)
      let answer = await lasting(Math.round(leaseMs / SECOND))
      if (faultOf(answer.body) === FAULTS.onlyForEver) answer = await lasting(0)
      if (answer.status !== 200 && faultOf(answer.body) === FAULTS.conflict) return false
      if (answer.status !== 200) throw refused(answer)
      return true
    },
    async close (external, signal) {
      const answer = await call('DeletePortMapping', named(external), signal)
      if (answer.status !== 200 && faultOf(answer.body) !== FAULTS.notThere) throw refused(answer)
    }
  }
}

/** Asks everybody on the network that one of our addresses is of; what does not answer in time is not there. */
async function search (
  ownAddress: string, { clock, signal }: { clock: Clock, signal: AbortSignal }
): Promise<{ ownAddress: string, location: URL }[]> {
  const locations = new Map<string, URL>()
  const first = new AbortController()
  const socket = createSocket('udp4')
  socket.on('error', () => { first.abort() }) // an interface that is just going away
  socket.on('message', (packet, { address }) => {
    const location = readSearchAnswer(packet, address)
    if (location === undefined || locations.size >= MAX_CANDIDATES) return
    locations.set(location.href, location)
    first.abort()
  })
  try {
    await new Promise<void>(resolve => { socket.once('error', () => { resolve() }).bind({ address: ownAddress, port: 0 }, resolve) })
    socket.setMulticastInterface(ownAddress)
    for (const question of searches()) socket.send(question, PORT, GROUP, () => {})
    await pause(clock, SEARCH_MS, AbortSignal.any([signal, first.signal]))
  } catch {
    signal.throwIfAborted()
  } finally {
    socket.close()
  }
  return [...locations.values()].map(location => ({ ownAddress, location }))
}

interface Answer {
  status: number
  body: Uint8Array
}

/** One request on a connection of its own, to an address and never to a name. @throws AppError PEER_UNREACHABLE, TOO_LARGE */
async function ask (
  url: URL, { method, headers = {}, body = '' }: { method: string, headers?: Record<string, string>, body?: string }, signal: AbortSignal
): Promise<Answer> {
  const deadline = withDeadline(ANSWER_MS, signal)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const sent = request(url, {
        method, headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent: false, signal: deadline, maxHeaderSize: 8192
      }, answer => {
        const chunks: Uint8Array[] = []
        let bytes = 0
        answer.on('data', (chunk: Uint8Array) => {
          bytes += chunk.byteLength
          if (bytes > MAX_DOCUMENT_BYTES) answer.destroy(new AppError('TOO_LARGE', 'the router says too much'))
          else chunks.push(chunk)
        })
        answer.on('error', reject)
        answer.on('end', () => { resolve({ status: answer.statusCode ?? 0, body: concat(...chunks) }) })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  } catch (cause) {
    signal.throwIfAborted()
    throw new AppError('PEER_UNREACHABLE', 'the router does not answer', { cause })
  }
}

const privateAddresses = (): string[] => Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])
  .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivateHost(address))
  .map(({ address }) => address)
