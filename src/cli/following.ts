/** Events for as long as somebody listens, across restarts of the node. */
import { hasCode, openEvents } from '../api/client.ts'
import type { KeptEvent } from '../api/schema.ts'
import type { Context } from './context.ts'
import { until } from './processes.ts'

/**
 * Every event after `from` (new ones only when absent). A node that goes away is waited for as long as the time-out
 * says, and the stream goes on behind the last event, without a gap. @throws AppError NODE_NOT_RUNNING
 */
export async function * follow (context: Context, from?: number): AsyncGenerator<KeptEvent> {
  const { home, signal, out } = context
  let last = from
  let stream = await openEvents(home, { signal, from: last })
  last ??= stream.latestSeq
  while (true) {
    try {
      for await (const event of stream) {
        last = event.seq
        yield event
      }
    } catch (err) {
      if (!hasCode(err, 'NODE_NOT_RUNNING')) throw err
      out.note('The node went away. Reconnecting…')
      stream = await reopen(context, last, err)
    }
  }
}

async function reopen ({ home, signal, deadline }: Context, from: number, reason: unknown): ReturnType<typeof openEvents> {
  let stream: Awaited<ReturnType<typeof openEvents>> | undefined
  const tryToOpen = async (): Promise<boolean> => {
    try {
      stream = await openEvents(home, { signal, from })
    } catch (err) {
      if (!hasCode(err, 'NODE_NOT_RUNNING', 'LOCKED')) throw err
      reason = err
    }
    return stream !== undefined
  }
  try {
    await until(tryToOpen, deadline())
  } catch (err) {
    signal.throwIfAborted()
    throw (err as Error).name === 'AbortError' || (err as Error).name === 'TimeoutError' ? reason : err
  }
  return stream!
}
