/**
 * Keeps a node in touch with its network: dials every bootstrap node, and those that are gone again for as long as it is
 * connected to fewer than two, so that one may fall without anybody noticing.
 */
import { AppError, hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, SECOND, pause, type Clock } from '../../base/time.ts'
import type { BootstrapEntry } from './descriptors.ts'

const FIRST_RETRY_MS = 5 * SECOND
const LAST_RETRY_MS = 5 * MINUTE
const ENOUGH = 2

export interface BootstrapState {
  addresses: string[]
  operator?: string
  state: 'connecting' | 'connected' | 'failed'
  /** why the last attempt failed */
  error?: AppError
}

/** A bootstrap node that answers. */
export interface ConnectedEntry {
  peerId: string
  addresses: string[]
  operator?: string
}

export interface Bootstrap {
  start: () => void
  states: () => BootstrapState[]
  connected: () => ConnectedEntry[]
  /** whether every node was dialled once */
  isSettled: () => boolean
  /** Told when somebody is there who may be a bootstrap node that was gone. */
  onConnected: (peerId: string) => void
  /** Told when a peer is gone; resumes dialling when too few bootstrap nodes are left. */
  onDisconnected: (peerId: string) => void
  /** Dials now instead of waiting: this computer just got another address. */
  hurry: () => void
  stop: () => void
}

/** `dial` resolves with the peer id that answered. */
export function createBootstrap (
  { entries, dial, onAnswer = () => {}, clock, log }: {
    entries: BootstrapEntry[]
    dial: (entry: BootstrapEntry, signal: AbortSignal) => Promise<string>
    /** a node was dialled: it is there or not */
    onAnswer?: () => void
    clock: Clock
    log: Log
  }
): Bootstrap {
  const stopped = new AbortController()
  const states = entries.map((entry): BootstrapState & { peerId?: string } => ({ ...entry, state: 'connecting' }))
  let wake = (): void => {}
  let hurry = (): void => {}
  let restart = (): void => {}
  let retryMs = FIRST_RETRY_MS
  let started = false

  const hasEnough = (): boolean =>
    states.filter(({ state }) => state === 'connected').length >= Math.min(ENOUGH, states.length)

  async function connect (index: number): Promise<void> {
    const state = states[index]!
    if (state.state === 'connected') return
    try {
      state.peerId = await dial(entries[index]!, stopped.signal)
      state.state = 'connected'
      delete state.error
      wake()
    } catch (err) {
      const before = state.error?.code
      state.state = 'failed'
      state.error = hasCode(err, 'NETWORK_MISMATCH', 'PEER_UNREACHABLE', 'NETWORK_BLOCKED')
        ? err
        : new AppError('PEER_UNREACHABLE', 'the bootstrap node does not answer', { cause: err })
      if (!stopped.signal.aborted && state.error.code !== before) {
        log.warn('bootstrap-failed', { entry: index, ...errorFields(state.error) })
      }
    }
    onAnswer()
  }

  async function keep (): Promise<void> {
    while (!stopped.signal.aborted) {
      await Promise.all(states.map(async (_state, index) => { await connect(index) }))
      if (hasEnough()) {
        retryMs = FIRST_RETRY_MS
        await new Promise<void>(resolve => { wake = () => { if (!hasEnough() || stopped.signal.aborted) resolve() } })
      }
      await rest()
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    }
  }

  /** Jitter, or all clients of a node that restarted would come back in the same second. */
  async function rest (): Promise<void> {
    let isOver = false
    while (!isOver && !stopped.signal.aborted) {
      const cut = new AbortController()
      isOver = true
      hurry = () => { cut.abort() }
      restart = () => {
        isOver = false
        cut.abort()
      }
      await pause(clock, jitterMs(retryMs / 2, retryMs * 3 / 2), AbortSignal.any([stopped.signal, cut.signal])).catch(() => {})
    }
    hurry = restart = () => {}
  }

  return {
    start () {
      if (started || entries.length === 0) return
      started = true
      keep().catch((err: unknown) => { log.error('bootstrap-ended', errorFields(err)) })
    },
    states: () => states.map(({ peerId: _peerId, ...state }) => state),
    connected () {
      const byPeer = new Map<string, ConnectedEntry>()
      for (const { state, peerId, addresses, operator } of states) {
        if (state !== 'connected' || peerId === undefined) continue
        const listed = [...byPeer.get(peerId)?.addresses ?? [], ...addresses]
        byPeer.set(peerId, { ...byPeer.get(peerId), peerId, addresses: listed, ...(operator === undefined ? {} : { operator }) })
      }
      return [...byPeer.values()]
    },
    isSettled: () => states.every(({ state }) => state !== 'connecting'),
    onConnected (peerId) {
      for (const state of states) {
        if (state.peerId !== peerId || state.state === 'connected') continue
        state.state = 'connected'
        delete state.error
      }
      wake()
    },
    onDisconnected (peerId) {
      const lost = states.filter(state => state.peerId === peerId && state.state === 'connected')
      for (const state of lost) state.state = 'failed'
      if (lost.length > 0) {
        retryMs = FIRST_RETRY_MS
        restart()
      }
      wake()
    },
    hurry: () => { hurry() },
    stop () {
      stopped.abort()
      wake()
    }
  }
}
