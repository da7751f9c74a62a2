/** Ports that are free, below those that the system gives out by itself: so nobody else takes one meanwhile. */
import { once } from 'node:events'
import { createServer } from 'node:net'

const FIRST = 12_000
const LAST = 31_999
let next = FIRST + (process.pid * 97) % (LAST - FIRST)

export async function freePort (): Promise<number> {
  for (;;) {
    const port = next
    next = port === LAST ? FIRST : port + 1
    const server = createServer()
    const isFree = await new Promise<boolean>(resolve => {
      server.once('error', () => { resolve(false) })
      server.listen(port, '127.0.0.1', () => { resolve(true) })
    })
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
