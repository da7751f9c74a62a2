/** WebSockets: S06. */
import { once } from 'node:events'
import { expect } from 'vitest'
import type { Check } from './cases.ts'
import { authenticate } from './visitors.ts'

const MiB = 1024 * 1024

export function sockets (check: Check): void {
  check('S06 a WebSocket needs our origin, or a token at once; a wrong origin has no use for a token', async visited => {
    const door = await visited.open()
    const Authorization = `Bearer ${await door.token()}`
    expect(await door.knock()).toBe(101)
    expect(await door.knock({})).toBe(403)
    expect(await door.knock({ Authorization })).toBe(101)
    expect(await door.knock({ Authorization: 'Bearer wrong' })).toBe(401)
    expect(await door.knock({ Origin: door.origin, Authorization: 'Bearer wrong' })).toBe(401)
    for (const Origin of ['null', 'http://evil.example', `http://127.0.0.1:${door.port}`]) {
      expect(await door.knock({ Origin }), Origin).toBe(403)
      expect(await door.knock({ Origin, Authorization }), Origin).toBe(403)
    }
  })

  check('S06 a WebSocket is at /api and nowhere else', async visited => {
    const door = await visited.open()
    for (const [target, status] of [['/api', 101], ['/', 404], ['/rpc', 404]] as const) {
      const socket = visited.dial(door.port)
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${door.host}\r\nOrigin: ${door.origin}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n')
      const [data] = await once(socket, 'data') as [Buffer]
      expect(data.toString().split(' ')[1], target).toBe(String(status))
    }
  })

  check('S06 a WebSocket that does not say in two seconds who it is, or says something else, is closed with 4401', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const silent = door.socket()
    await once(silent, 'open')
    const closed = once(silent, 'close')
    // What the server sets at the opening is set when the page hears of it.
    visited.clock.pass(2000)
    expect((await closed)[0]).toBe(4401)
    expect(await door.closedAfter(authenticate('wrong'))).toBe(4401)
    expect(await door.closedAfter('{"jsonrpc":"2.0","id":1,"method":"status"}', authenticate(token))).toBe(4401)
    expect(await door.closedAfter('{')).toBe(4401)
    expect(await door.closedAfter(authenticate(token).padEnd(4096))).toBe(4401)
    expect(await door.closedAfter(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'status', params: { token } }))).toBe(4401)
  })

  check('S06 one that does is answered like the Unix socket', async visited => {
    const door = await visited.open()
    const socket = door.socket()
    await once(socket, 'open')
    const said: string[] = []
    const answered = new Promise<void>(resolve => {
      socket.on('message', data => { if (said.push(String(data as Buffer)) === 2) resolve() })
    })
    socket.send(authenticate(await door.token()))
    socket.send('{"jsonrpc":"2.0","id":7,"method":"status"}')
    await answered
    socket.terminate()
    expect(said[0]).toBe('{"jsonrpc":"2.0","id":0,"result":{}}')
    expect(JSON.parse(said[1]!)).toMatchObject({ id: 7, result: { state: 'open' } })
  })

  check('S06 a frame of more than a mebibyte, or of bytes, ends it, and nothing is compressed', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const frame = '{"jsonrpc":"2.0","id":7,"method":"status"}'
    const fits = door.socket()
    await once(fits, 'open')
    expect(fits.extensions).toBe('')
    fits.send(authenticate(token))
    await once(fits, 'message')
    fits.send(frame.padEnd(MiB))
    await once(fits, 'message')
    fits.terminate()
    expect(await door.closedAfter(authenticate(token), frame.padEnd(MiB + 1))).toBe(1009)
    expect(await door.closedAfter(authenticate(token), Buffer.from(frame))).toBe(1003)
  })
}
