/**
 * Keeps the router's door open for this node, for as long as it runs: others then reach it directly. Asked for by the
 * person, never by itself: it tells the router what runs here, and lets strangers knock.
 */
import { errorFields, type Log } from '../../base/log.ts'
import { AppError } from '../../base/errors.ts'
import type { Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { withDeadline } from '../../base/abort.ts'
import { socketOf, type Socket } from '../addresses.ts'
import { findGateway, type Gateway } from './gateway.ts'

const LEASE_MS = HOUR
/** A router that restarted has forgotten. */
const RENEW_EVERY_MS = 20 * MINUTE
const RETRY_AFTER_MS = 5 * MINUTE
const MAX_PORTS = 2
const OTHER_PORTS_TRIED = 3
const CLOSE_MS = 2 * SECOND

/** beyond the ones that services have */
const [LOWEST_PORT, HIGHEST_PORT] = [20_000, 60_000]

/** One port of this computer, and how the internet sees it. */
export interface Door {
  own: Socket
  external: Socket
}

export type DoorState =
  | { state: 'asking' }
  | { state: 'open', addresses: string[] }
  | { state: 'failed', error: AppError }

/** The same for people. */
export interface DoorDescription {
  state: DoorState['state']
  /** at which the internet reaches this node */
  addresses: string[]
  /** why not, in plain words */
  problem: string | null
}

export const describeDoors = (door: DoorState): DoorDescription => ({
  state: door.state,
  addresses: door.state === 'open' ? door.addresses : [],
  problem: door.state === 'failed' ? `${door.error.message}${door.error.hint === undefined ? '' : ` (${door.error.hint})`}` : null
})

export interface Doors {
  state: () => DoorState
  /** after the first try, however it ended */
  readonly tried: Promise<void>
  /** Closes what was opened, as far as the router answers. */
  stop: () => Promise<void>
}

export function keepDoorsOpen (
  { listening, onChanged, clock, random, log }: {
    /** multiaddrs of the node's sockets */
    listening: () => string[]
    /** all that are open now */
    onChanged: (doors: Door[]) => void
    clock: Clock
    random: Random
    log: Log
  }
): Doors {
  const stopping = new AbortController()
  let state: DoorState = { state: 'asking' }
  let doors: Door[] = []
  let gateway: Gateway | undefined
  let timer: Timer | undefined

  /** @returns the port at which the router lets others in; undefined: it has none left for us */
  async function openAt (port: number, by: Gateway): Promise<number | undefined> {
    const known = doors.find(({ own }) => own.port === port)?.external.port
    const wanted = [known ?? port, ...Array.from({ length: OTHER_PORTS_TRIED }, () => randomPort(random))]
    for (const external of wanted) if (await by.open({ external, own: port, leaseMs: LEASE_MS }, stopping.signal)) return external
    return undefined
  }

  async function openAll (): Promise<void> {
    gateway = await findGateway({ clock, signal: stopping.signal })
    const host = await gateway.externalAddress(stopping.signal)
    const { ownAddress } = gateway
    const ports = new Set(listening().map(address => socketOf(address))
      .flatMap(socket => socket !== undefined && ['0.0.0.0', ownAddress].includes(socket.host) ? [socket.port] : []))
    if (ports.size === 0) {
      throw new AppError('NOT_FOUND', 'this node listens on no address that the router knows', {
        hint: 'have it listen on every interface'
      })
    }
    const open: Door[] = []
    for (const port of [...ports].slice(0, MAX_PORTS)) {
      const external = await openAt(port, gateway)
      if (external !== undefined) open.push({ own: { host: ownAddress, port }, external: { host, port: external } })
    }
    if (open.length === 0) throw new AppError('REFUSED', 'all ports that were asked for are taken at the router')
    change(open)
    state = { state: 'open', addresses: open.map(({ external }) => `/ip4/${external.host}/tcp/${external.port}`) }
  }

  function change (next: Door[]): void {
    doors = next
    onChanged(next)
  }

  async function round (): Promise<void> {
    try {
      await openAll()
    } catch (err) {
      if (stopping.signal.aborted) return
      change([])
      const error = err instanceof AppError ? err : new AppError('INTERNAL', 'the router could not be asked', { cause: err })
      state = { state: 'failed', error }
      log.info('router-not-opened', errorFields(err))
    }
    if (stopping.signal.aborted) return
    timer = clock.after(state.state === 'open' ? RENEW_EVERY_MS : RETRY_AFTER_MS, () => { running = round() })
  }

  let running = round()
  return {
    state: () => state,
    tried: running,
    async stop () {
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
      timer?.cancel()
      await running
      const signal = withDeadline(CLOSE_MS)
      await Promise.all(doors.map(async ({ external }) => {
        await gateway?.close(external.port, signal).catch((err: unknown) => { log.debug('router-not-closed', errorFields(err)) })
      }))
    }
  }
}

function randomPort (random: Random): number {
  const [high, low] = random(2)
  return LOWEST_PORT + (high! << 8 | low!) % (HIGHEST_PORT - LOWEST_PORT)
}
