import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { concat, fromHex, toHex } from '../../src/base/bytes.ts'
import { SECOND, systemClock } from '../../src/base/time.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { bindingAnswer, readBindingRequest } from '../../src/network/nat/stun.ts'
import { serveStun, type StunServer } from '../../src/network/nat/stun-server.ts'
import { MAX_STUN_GAIN, MAX_STUN_REQUEST_BYTES } from '../../src/wire/limits.ts'
import { freePort } from '../support/ports.ts'

const transactionId = fromHex('b7e7a701bc34d686fa87dfae')
/** with so many bytes of an attribute that may be ignored */
const request = (bytes = 4): Uint8Array => concat(
  Uint8Array.of(0, 1, 0, 4 + bytes), fromHex('2112a442'), transactionId, Uint8Array.of(0x80, 0x22, 0, bytes), new Uint8Array(bytes)
)

describe('a STUN answer', () => {
  test('is what RFC 5769 says it is', () => {
    const tail = (host: string): string => toHex(bindingAnswer({ transactionId, host, port: 32853 })).slice(40)
    expect(tail('192.0.2.1')).toBe('002000080001a147e112a643')
    expect(tail('2001:db8:1234:5678:11:2233:4455:6677')).toBe('002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9')
    expect(toHex(bindingAnswer({ transactionId, host: '192.0.2.1', port: 1 })).slice(0, 40)).toBe(`0101000c2112a442${toHex(transactionId)}`)
  })

  test('is given to a binding request alone, and not to one that asks for more', () => {
    expect(readBindingRequest(request())).toEqual(transactionId)
    expect(readBindingRequest(request(0))).toEqual(transactionId)
    const asking = request()
    asking[20] = 0 // an attribute that must be understood
    const answer = bindingAnswer({ transactionId, host: '192.0.2.1', port: 1 })
    for (const packet of [asking, answer, request(MAX_STUN_REQUEST_BYTES), new Uint8Array(0)]) {
      expect(readBindingRequest(packet)).toBeUndefined()
    }
  })

  test('to what is cut off, flipped or random is none, or the one that was asked for', () => {
    const whole = request(8)
    for (let bytes = 0; bytes < whole.byteLength; bytes++) expect(readBindingRequest(whole.subarray(0, bytes))).toBeUndefined()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), packet => {
      expect(readBindingRequest(packet)).toBeUndefined()
    }), { numRuns: 5000 })
    fc.assert(fc.property(fc.nat({ max: whole.byteLength - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const flipped = whole.slice()
      flipped[at]! ^= flip
      const read = readBindingRequest(flipped)
      if (read !== undefined) expect(read).toEqual(flipped.slice(8, 20))
    }), { numRuns: 5000 })
  })
})

describe('a STUN server', () => {
  async function serve (): Promise<{ socket: Socket, port: number, server: StunServer, pass: (ms: number) => void }> {
    const port = await freePort()
    let nowMs = 0
    const clock = { ...systemClock, now: () => nowMs }
    const server = await serveStun({ listening: [`/ip4/127.0.0.1/tcp/${port}`, `/ip4/127.0.0.1/tcp/${port}/ws`], clock, log: silentLog })
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    onTestFinished(async () => {
      socket.close()
      await server.stop()
    })
    return { socket, port, server, pass: ms => { nowMs += ms } }
  }

  test('tells where a request came from, and says nothing to anything else', async () => {
    const { socket, port, server } = await serve()
    socket.send(systemRandom(100), port, '127.0.0.1')
    socket.send(request(), port, '127.0.0.1')
    const [answer] = await once(socket, 'message') as [Buffer]
    expect(toHex(answer)).toBe(toHex(bindingAnswer({ transactionId, host: '127.0.0.1', port: socket.address().port })))
    expect(answer.byteLength).toBeLessThanOrEqual(request().byteLength * MAX_STUN_GAIN)
    expect(server.refused).toBe(1)
  })

  test('answers only so many a second, whoever is said to ask', async () => {
    const { socket, port, server, pass } = await serve()
    let answers = 0
    socket.on('message', () => { answers++ })
    for (let i = 0; i < 600; i++) {
      socket.send(request(), port, '127.0.0.1')
      while (answers + server.refused === i) await setImmediate()
    }
    expect(answers).toBe(400)
    pass(SECOND / 200)
    socket.send(request(), port, '127.0.0.1')
    await expect.poll(() => answers).toBe(401)
  })
})
