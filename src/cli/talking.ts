/** `chat`: what they say comes in above the line that is being typed. */
import { createInterface } from 'node:readline'
import { AppError, openEvents, type Client } from '../api/client.ts'
import type { Message } from '../api/schema.ts'
import type { Context } from './context.ts'
import { parseCount } from './numbers.ts'
import { messageLine } from './rows.ts'

/** Ends with Ctrl-D, /quit or the end of the input. */
export async function talk (context: Context, who: string, limit: string): Promise<void> {
  const { out, home, signal, withNode } = context
  await withNode(async client => {
    const { chats: [chat] } = await client.call('chats.list', { who })
    const { contactId, name } = chat!.contact
    // Following begins before reading, so that nothing falls between.
    const events = await openEvents(home, { signal })
    const { messages } = await client.call('messages.read', { who: contactId, limit: parseCount('--limit', limit) })
    const shown = new Set(messages.map(({ messageId }) => messageId))
    for (const message of messages) out.row({ type: 'message', ...message }, messageLine(out, message))
    out.note(`With ${name}. A line is a message; Ctrl-D ends.`)
    const lines = createInterface({ input: process.stdin, output: context.interactive ? process.stderr : undefined, prompt: '> ' })
    const show = (message: Message): void => {
      if (context.interactive) process.stderr.write('\r\u001b[K')
      out.row({ type: 'message', ...message }, messageLine(out, message))
      lines.prompt(true)
    }
    const incoming = (async () => {
      for await (const event of events) {
        if (event.type !== 'message' || event.contactId !== contactId || shown.has(event.messageId)) continue
        await client.call('messages.read', { who: contactId, limit: 1 }) // what is on the screen was read
        show(event)
      }
    })()
    signal.addEventListener('abort', () => { lines.close() }, { once: true })
    try {
      await Promise.race([incoming, outgoing(client, contactId, lines)])
    } finally {
      lines.close()
      incoming.catch(() => {}) // ends with its stream
      events.close()
    }
  })
}

async function outgoing (client: Client, contactId: string, lines: ReturnType<typeof createInterface>): Promise<void> {
  lines.prompt()
  // A Ctrl-C in readline's raw mode is no signal.
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => { reject(new AppError('ABORTED', 'interrupted')) })
  })
  const send = async (): Promise<void> => {
    for await (const line of lines) {
      if (line.trim() === '/quit') return
      if (line.trim() !== '') await client.call('messages.send', { to: contactId, text: line })
      lines.prompt()
    }
  }
  await Promise.race([send(), interrupted])
}
