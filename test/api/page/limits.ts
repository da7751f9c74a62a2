/** How much and how long, and what every answer says: S11, S13. */
import { once } from 'node:events'
import { type Socket } from 'node:net'
import { expect } from 'vitest'
import type { Check } from './cases.ts'

const MiB = 1024 * 1024
const JSON_TYPE = 'application/json'

const HEADERS = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; " +
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cache-control': 'no-store'
}

export function limits (check: Check): void {
  check('S11 a body of more than a mebibyte is not read', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const head = `POST /rpc HTTP/1.1\r\nHost: ${door.host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${JSON_TYPE}\r\n`
    // It says so, and nothing of it has been sent.
    expect((await door.raw(`${head}Content-Length: ${MiB + 1}\r\n\r\n`)).status).toBe(413)
    const chunk = `${(MiB / 4).toString(16)}\r\n${'x'.repeat(MiB / 4)}\r\n`
    expect((await door.raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}1\r\nx\r\n0\r\n\r\n`)).status).toBe(413)
    const frame = '{"jsonrpc":"2.0","id":1,"method":"status"}'
    expect((await door.post('/rpc', frame.padEnd(MiB), { Authorization: `Bearer ${token}` })).status).toBe(200)
  })

  check('S11 headers of more than 8 KiB are refused', async visited => {
    const door = await visited.open()
    expect((await door.ask({ headers: { 'X-Long': 'x'.repeat(7 * 1024) } })).status).toBe(200)
    expect((await door.ask({ headers: { 'X-Long': 'x'.repeat(8 * 1024) } })).status).toBe(431)
  })

  check('S11 a request with two lengths is refused', async visited => {
    const door = await visited.open()
    const head = `POST /session HTTP/1.1\r\nHost: ${door.host}\r\nContent-Type: ${JSON_TYPE}\r\n`
    const [fixed, chunked] = ['Content-Length: 3', 'Transfer-Encoding: chunked']
    for (const lengths of [`${fixed}\r\n${chunked}`, `${chunked}\r\n${fixed}`, `${fixed}\r\nContent-Length: 4`]) {
      expect((await door.raw(`${head}${lengths}\r\n\r\n0\r\n\r\n`)).status, lengths).toBe(400)
    }
  })

  check('S11 headers have two seconds, and a body five', async visited => {
    const door = await visited.open()
    const begin = (text: string): Socket => {
      const socket = visited.dial(door.port)
      socket.resume().write(text)
      return socket
    }
    const head = `POST /session HTTP/1.1\r\nHost: ${door.host}\r\nContent-Type: ${JSON_TYPE}\r\n`
    const body = begin(`${head}Content-Length: 9\r\n\r\n{`)
    const bodyClosed = once(body, 'close')
    await once(begin(head), 'close')
    await door.ask()
    expect(body.closed).toBe(false)
    await bodyClosed
  })

  check('S11 a batch has at most 50 calls, and only own names are methods', async visited => {
    const door = await visited.open()
    const headers = { Authorization: `Bearer ${await door.token()}` }
    const batch = (size: number): unknown[] => Array.from({ length: size }, (_, id) => ({ jsonrpc: '2.0', id, method: 'status' }))
    expect(JSON.parse((await door.post('/rpc', batch(50), headers)).body)).toHaveLength(50)
    expect(JSON.parse((await door.post('/rpc', batch(51), headers)).body)).toMatchObject({ error: { data: { code: 'TOO_MANY' } } })
    for (const method of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'page.open']) {
      const { body } = await door.post('/rpc', { jsonrpc: '2.0', id: 1, method }, headers)
      expect(JSON.parse(body), method).toMatchObject({ error: { code: -32601 } })
    }
  })

  check('S11 there are so many connections, and no more', async visited => {
    const door = await visited.open()
    const sockets = Array.from({ length: 128 }, () => visited.dial(door.port))
    await Promise.all(sockets.map(async socket => await once(socket, 'connect')))
    const late = visited.dial(door.port)
    await once(late, 'close')
    sockets[0]!.destroy()
    await expect.poll(async () => (await door.ask()).status, { timeout: 60_000 }).toBe(200)
  })

  check('S13 every answer, a refusal too, tells the browser to run our files alone and to keep nothing', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const answers = [
      await door.ask(),
      await door.ask({ target: '/assets/app.js' }),
      await door.ask({ target: '/none' }),
      await door.ask({ method: 'HEAD' }),
      await door.call(token),
      await door.call('wrong'),
      await door.post('/session', { code: door.way.code }),
      await door.post('/session', { code: 'x' }),
      await door.ask({ host: ['x'] }),
      await door.raw('nonsense\r\n\r\n'),
      await door.ask({ headers: { Connection: 'Upgrade', Upgrade: 'websocket' } })
    ]
    for (const { status, headers } of answers) {
      for (const [name, value] of Object.entries(HEADERS)) expect(headers.get(name), `${status} ${name}`).toBe(value)
    }
  })
}
