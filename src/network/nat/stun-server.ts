/**
 * Tells whoever asks over UDP which address they come from, so that two people behind routers can find a way to each
 * other. Whoever asks may lie about where they are: what goes there is small, and little a second.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { errorFields, type Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import { MAX_STUN_GAIN } from '../../wire/limits.ts'
import { socketOf } from '../addresses.ts'
import { addressGroups, type AddressGroup } from '../gate/gate.ts'
import { bindingAnswer, readBindingRequest } from './stun.ts'
import { Tallies, type Count } from '../gate/tallies.ts'

/** answers a second; twice as many may come in a burst. One meeting takes one or two questions. */
const RATES: Record<AddressGroup['kind'], number> = { address: 8, block: 32, loopback: 200 }
const RATE_IN_ALL = 1000

export interface StunServer {
  /** UDP ports */
  readonly ports: number[]
  /** how many questions got no answer since the start: not STUN, or too many */
  readonly refused: number
  stop: () => Promise<void>
}

/** Answers at the same hosts and port numbers as the given TCP addresses, where UDP has them free. */
export async function serveStun (
  { listening, clock, log }: { listening: string[], clock: Clock, log: Log }
): Promise<StunServer> {
  const tallies = new Tallies({ clock })
  let refused = 0

  const isWithin = (counts: Count[]): boolean => {
    const leave = tallies.admit(counts)
    leave?.()
    return leave !== undefined
  }
  // Whoever is too fast for their group takes nothing from what there is for all.
  const mayAnswer = (host: string): boolean =>
    isWithin(addressGroups(host).map(({ key, kind }) => ({ key, bound: { max: Infinity, rate: RATES[kind] } }))) &&
    isWithin([{ key: 'all', bound: { max: Infinity, rate: RATE_IN_ALL } }])

  async function open ({ host, port }: { host: string, port: number }): Promise<Socket | undefined> {
    const socket = createSocket(isIPv6(host) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' })
    socket.on('message', (packet, from) => {
      const transactionId = readBindingRequest(packet)
      const answer = transactionId && bindingAnswer({ transactionId, host: from.address, port: from.port })
      if (answer === undefined || answer.byteLength > packet.byteLength * MAX_STUN_GAIN || !mayAnswer(from.address)) {
        refused++
        return
      }
      socket.send(answer, from.port, from.address, () => {})
    })
    try {
      const listens = once(socket, 'listening')
      socket.bind({ port, address: host })
      await listens
    } catch (err) {
      log.warn('no-stun', errorFields(err))
      socket.close()
      return undefined
    }
    socket.on('error', err => { log.debug('stun-failed', errorFields(err)) })
    return socket
  }

  const wanted = new Map(listening.flatMap(address => {
    const socket = socketOf(address)
    return socket === undefined ? [] : [[`${socket.host} ${socket.port}`, socket]]
  }))
  const sockets = (await Promise.all([...wanted.values()].map(open))).filter(socket => socket !== undefined)
  return {
    ports: [...new Set(sockets.map(socket => socket.address().port))],
    get refused () { return refused },
    async stop () {
      await Promise.all(sockets.map(async socket => { await new Promise<void>(resolve => { socket.close(resolve) }) }))
    }
  }
}
