/**
 * Ends connections whose other end is gone. Whatever arrives shows that it is not: on a busy computer the answer to a ping
 * may be long in coming, behind everything that was asked before it, and whoever waits for that alone ends a connection in
 * full use (libp2p's own monitor does).
 */
import type { Connection, StreamMuxer } from '@libp2p/interface'
import { AppError } from '../base/errors.ts'
import { SECOND, type Clock, type Timer } from '../base/time.ts'
import { ASKED } from './gate/muxer.ts'

const ANSWER_MS = 15 * SECOND
/** What came while this program stood still is read only after its timers have rung. */
const GRACE_MS = SECOND

/** Looks after a connection until it ends. Both times are real, as connections are. */
export function watchHeartbeat (connection: Connection, { intervalMs, clock }: { intervalMs: number, clock: Clock }): void {
  const { muxer } = connection as unknown as { muxer?: StreamMuxer & { ping?: () => Promise<number> } }
  if (muxer?.ping === undefined) return
  let isHeard = false
  let timer: Timer
  const rest = (): void => { timer = clock.after(intervalMs, ask) }
  const ask = (): void => {
    isHeard = false
    muxer.ping!().catch(() => {}) // the connection is ending
    timer = clock.after(ANSWER_MS, () => {
      if (isHeard) rest()
      else timer = clock.after(GRACE_MS, end)
    })
  }
  const end = (): void => {
    if (isHeard) rest()
    else connection.abort(new AppError('TIMED_OUT', 'nothing comes from the other end any more'))
  }
  muxer.addEventListener(ASKED as 'stream', () => { isHeard = true })
  connection.addEventListener('close', () => { timer.cancel() }, { once: true })
  rest()
}
