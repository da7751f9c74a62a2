/** Keeps a node in touch with its network: dials every bootstrap node, and again for as long as it is connected to none. */
import { AppError, hasCode } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { jitterMs } from '../base/random.ts'
import { MINUTE, SECOND, pause, type Clock } from '../base/time.ts'
import type { BootstrapEntry } from './descriptors.ts'

const FIRST_RETRY_MS = 5 * SECOND
const LAST_RETRY_MS = 5 * MINUTE

export interface BootstrapState {
  addresses: string[]
  operator?: string
  state: 'connecting' | 'connected' | 'failed'
  /** why the last attempt failed */
  error?: AppError
}

export interface Bootstrap {
  start: () => void
  states: () => BootstrapState[]
  /** Told when a peer is gone; resumes dialling when it was the last bootstrap node. */
  onDisconnected: (peerId: string) => void
  /** Dials now instead of waiting: this computer just got another address. */
  hurry: () => void
  stop: () => void
}

/** `dial` resolves with the peer id that answered. */
export function createBootstrap (
  { entries, dial, clock, log }: {
    entries: BootstrapEntry[]
    dial: (entry: BootstrapEntry, signal: AbortSignal) => Promise<string>
    clock: Clock
    log: Log
  }
): Bootstrap {
  const stopped = new AbortController()
  const states = entries.map((entry): BootstrapState & { peerId?: string } => ({ ...entry, state: 'connecting' }))
  let wake = (): void => {}
  let hurry = (): void => {}

  const isConnected = (): boolean => states.some(({ state }) => state === 'connected')

  async function connect (index: number): Promise<void> {
    const state = states[index]!
    state.state = 'connecting'
    try {
      state.peerId = await dial(entries[index]!, stopped.signal)
      state.state = 'connected'
      delete state.error
      wake()
    } catch (err) {
      state.state = 'failed'
      state.error = hasCode(err, 'NETWORK_MISMATCH', 'PEER_UNREACHABLE', 'NETWORK_BLOCKED')
        ? err
        : new AppError('PEER_UNREACHABLE', 'the bootstrap node does not answer', { cause: err })
      if (!stopped.signal.aborted) log.warn('bootstrap-failed', { entry: index, ...errorFields(state.error) })
    }
  }

  async function keep (): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (!stopped.signal.aborted) {
      await Promise.all(states.map(async (_state, index) => { await connect(index) }))
      if (isConnected()) {
        retryMs = FIRST_RETRY_MS
        await new Promise<void>(resolve => { wake = () => { if (!isConnected() || stopped.signal.aborted) resolve() } })
      }
      // Jitter, or all clients of a node that restarted would come back in the same second.
      const hurried = new AbortController()
      hurry = () => { hurried.abort() }
      await pause(clock, jitterMs(retryMs / 2, retryMs * 3 / 2), AbortSignal.any([stopped.signal, hurried.signal])).catch(() => {})
      if (stopped.signal.aborted) return
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    }
  }

  return {
    start () {
      if (entries.length > 0) keep().catch((err: unknown) => { log.error('bootstrap-ended', errorFields(err)) })
    },
    states: () => states.map(({ peerId: _peerId, ...state }) => state),
    onDisconnected (peerId) {
      for (const state of states) {
        if (state.peerId === peerId && state.state === 'connected') state.state = 'failed'
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
