/** `send --wait`: follows the node's events until a message has come as far as was asked. */
import { AppError, openEvents, type Client } from '../api/client.ts'
import type { MessageState, Sent } from '../api/schema.ts'
import type { Context } from './context.ts'

const ORDER: MessageState[] = ['waiting', 'sent', 'in mailbox', 'delivered', 'read']
export const WAIT_FOR = ['queued', 'sent', 'delivered', 'read'] as const
export type WaitFor = (typeof WAIT_FOR)[number]

const reached = (state: MessageState, wanted: MessageState): boolean => ORDER.indexOf(state) >= ORDER.indexOf(wanted)

/**
 * Sends through `send` and waits. Following begins before sending, so that no answer is missed.
 * @returns the last state seen and, when the time was up first, the error that says so
 */
export async function sendAndWait (
  { home, deadline }: Context, client: Client, { wanted, send }: { wanted: WaitFor, send: () => Promise<Sent> }
): Promise<{ sent: Sent, late?: AppError }> {
  if (wanted === 'queued') return { sent: await send() }
  const signal = deadline()
  const events = await openEvents(home, { signal })
  const sent = await send()
  let { state } = sent
  try {
    if (reached(state, wanted)) return { sent }
    for await (const event of events) {
      if (event.type !== 'message-state' || event.messageId !== sent.messageId || !reached(event.state, state)) continue
      state = event.state
      if (reached(state, wanted)) return { sent: { ...sent, state } }
    }
  } catch (err) {
    if ((err as Error).name !== 'TimeoutError') throw err
  } finally {
    events.close()
  }
  const { contactId, messageId } = sent
  state = (await client.call('messages.get', { contactId, messageId })).state
  return reached(state, wanted) ? { sent: { ...sent, state } } : { sent: { ...sent, state }, late: lateError(state, wanted) }
}

/** Until it is delivered, the message is still held here and goes out when they appear. */
const lateError = (state: MessageState, wanted: WaitFor): AppError => reached(state, 'delivered')
  ? new AppError('TIMED_OUT', `not ${wanted} yet`)
  : new AppError('QUEUED', `not ${wanted} yet: it is kept here and goes out by itself`, { hint: 'See: nobyte why WHO' })
