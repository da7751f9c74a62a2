import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encode } from 'it-length-prefixed'
import { pEvent } from 'p-event'
import type { Stream } from '@libp2p/interface'
import { concat, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { systemClock } from '../../src/base/time.ts'
import { frames, frameSink, type FramesOptions } from '../../src/protocols/stream.ts'
import { StoryClock } from './clock.ts'
import { createWirePair, type WirePair } from './wire-pair.ts'
import { codeOf } from './outcome.ts'

const KIB = 1024
let pair: WirePair
beforeAll(async () => { pair = await createWirePair() })
afterAll(async () => { await pair.stop() })

const bytes = (length: number, fill = 7): Bytes => new Uint8Array(length).fill(fill)
const framed = (...list: Uint8Array[]): Bytes => concat(...encode(list))
const read = (stream: Stream, options: Partial<FramesOptions> = {}): AsyncGenerator<Bytes, void, undefined> =>
  frames(stream, { maxBytes: 64 * KIB, clock: systemClock, signal: new AbortController().signal, ...options })

async function all (source: AsyncIterable<Bytes>): Promise<Bytes[]> {
  const list: Bytes[] = []
  for await (const one of source) list.push(one)
  return list
}

/** What a reader makes of these bytes, sent in pieces of this size, after which the sender closes its half. */
async function readBytes (
  sent: Uint8Array, { pieceBytes = sent.byteLength, ...options }: Partial<FramesOptions> & { pieceBytes?: number } = {}
): Promise<Bytes[]> {
  const { near, far } = await pair.open()
  const reading = all(read(far, options))
  try {
    for (let at = 0; at < sent.byteLength; at += pieceBytes) {
      try {
        near.send(sent.slice(at, at + pieceBytes))
      } catch {
        break // the reader has hung up already
      }
    }
    await near.close().catch(() => {})
    return await reading
  } finally {
    near.abort(new Error('over'))
    far.abort(new Error('over'))
  }
}

describe('what is sent arrives', () => {
  test('frames arrive as they were sent, however the bytes are cut up on the way', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), fc.integer({ min: 1, max: 400 }),
      async (list, pieceBytes) => {
        expect(await readBytes(framed(...list), { pieceBytes })).toEqual(list.map(one => new Uint8Array(one)))
      }
    ), { numRuns: 40 })
  })

  test('many sends at once keep their order, and a batch goes out in one write', async () => {
    const { near, far } = await pair.open()
    const reading = all(read(far))
    const { send } = frameSink(near)
    let writes = 0
    const { send: write } = near
    near.send = data => {
      writes++
      return write.call(near, data)
    }
    await Promise.all(Array.from({ length: 10 }, async (_, batch) => {
      await send(Array.from({ length: 32 }, (__, index) => Uint8Array.of(batch, index)))
    }))
    await near.close()
    const expected = Array.from({ length: 320 }, (_, index) => Uint8Array.of(Math.floor(index / 32), index % 32))
    expect(await reading).toEqual(expected)
    expect(writes).toBe(10)
    await far.close()
  })

  test('a reader ten times as slow as the sender gets all 20,000 frames, and the sender waits meanwhile', async () => {
    const { near, far } = await pair.open()
    const { send } = frameSink(near)
    const total = 20_000
    let sent = 0
    let arrived = 0
    let furthest = 0
    let pauses = 0
    const { pause } = far
    far.pause = () => {
      pauses++
      pause.call(far)
    }
    const sending = (async () => {
      for (; sent < total; sent += 20) {
        await send(Array.from({ length: 20 }, (_, index) => {
          const frame = bytes(KIB)
          new DataView(frame.buffer).setUint32(0, sent + index)
          return frame
        }))
        furthest = Math.max(furthest, sent - arrived)
      }
      await near.close()
    })()
    for await (const frame of read(far)) {
      expect(new DataView(frame.buffer).getUint32(0)).toBe(arrived)
      arrived++
      // other work: the sockets get their turn many times before the next frame is taken
      if (arrived % 10 === 0) for (let turn = 0; turn < 5; turn++) await new Promise(resolve => { setImmediate(resolve) })
    }
    await sending
    expect(arrived).toBe(total)
    expect(pauses).toBeGreaterThan(3)
    // two windows of 1 MiB, what both sockets hold, and a quarter of a MiB of ours; 20 MB went through
    expect(furthest * KIB).toBeLessThan(6 * KIB * KIB)
    await far.close()
  })

  test('what lies unread when the sender closes is still read', async () => {
    const { near, far } = await pair.open()
    const reading = read(far)
    const { send } = frameSink(near)
    const total = 400 // more than is held here, less than the window
    const first = reading.next()
    const sending = (async () => {
      for (let i = 0; i < total; i++) await send([bytes(KIB)])
      await near.close()
    })()
    await first
    if (far.remoteWriteStatus !== 'closed') await pEvent(far, 'remoteCloseWrite')
    await far.close()
    await sending
    expect(far.readBufferLength).toBeGreaterThan(64 * KIB)
    expect(await all(reading)).toHaveLength(total - 1)
  })
})

describe('what a hostile sender tries', () => {
  test.each([
    ['4 GiB', [0x80, 0x80, 0x80, 0x80, 0x10]],
    ['4 MiB and a byte', [0x81, 0x80, 0x80, 0x02]],
    ['one byte too many', [0x81, 0x80, 0x04]],
    ['a length without end', Array.from({ length: 64 }, () => 0xff)],
    ['a length longer than it need be', [0x81, 0x00, 0x07]]
  ])('a frame of %s is refused before it is there', async (_name, length) => {
    expect(await codeOf(readBytes(Uint8Array.from(length)))).toBe('PROTOCOL')
  })

  test('the first frame has a limit of its own', async () => {
    const sent = framed(bytes(80), bytes(1000))
    expect(await readBytes(sent, { firstFrameMaxBytes: 80 })).toHaveLength(2)
    expect(await codeOf(readBytes(sent, { firstFrameMaxBytes: 79 }))).toBe('PROTOCOL')
  })

  test.each([1, 2, 3, 60, 101])('a stream that ends after %i bytes of a frame is an error', async end => {
    expect(await codeOf(readBytes(framed(bytes(200)).slice(0, end)))).toBe('PROTOCOL')
  })

  test('flipped bits and noise end in frames or in a typed error', async () => {
    const valid = framed(bytes(3), bytes(300), bytes(0), bytes(40))
    const flipped = fc.tuple(fc.nat(valid.byteLength - 1), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => {
      const copy = valid.slice()
      copy[at]! ^= bits
      return copy
    })
    await fc.assert(fc.asyncProperty(fc.oneof(flipped, fc.uint8Array({ minLength: 1, maxLength: 600 })), async sent => {
      const list = await readBytes(sent).catch((err: unknown) => {
        expect(err).toBeInstanceOf(AppError)
        expect((err as AppError).code).toBe('PROTOCOL')
        return []
      })
      expect(framed(...list)).toEqual(new Uint8Array(sent.slice(0, framed(...list).byteLength)))
    }), { numRuns: 60 })
  })

  test('a byte now and then does not keep a frame alive for longer than its time', async () => {
    const clock = new StoryClock()
    const { near, far } = await pair.open()
    const reading = codeOf(all(read(far, { clock, frameTimeoutMs: 10_000 })))
    for (const byte of [200, 1, 7, 7]) {
      const arrival = pEvent(far, 'message')
      near.send(Uint8Array.of(byte))
      await arrival
      await clock.awaited()
      expect(clock.pending).toBe(1)
      clock.pass(2400)
    }
    expect(far.status).toBe('open')
    clock.pass(400)
    expect(await reading).toBe('TIMED_OUT')
    expect(far.status).toBe('aborted')
  })

  test('a stream on which nothing is said is closed when its first frame is due', async () => {
    const clock = new StoryClock()
    const { far } = await pair.open()
    const reading = codeOf(all(read(far, { clock, firstFrameTimeoutMs: 5000 })))
    await clock.awaited()
    clock.pass(5000)
    expect(await reading).toBe('TIMED_OUT')
  })

  test('between frames a stream may rest for days', async () => {
    const clock = new StoryClock()
    const { near, far } = await pair.open()
    const reading = read(far, { clock, firstFrameTimeoutMs: 5000 })
    for (const fill of [1, 2, 3]) {
      near.send(framed(bytes(9, fill)))
      expect((await reading.next()).value).toEqual(bytes(9, fill))
      expect(clock.pending).toBe(0)
      clock.pass(3 * 86_400_000)
    }
    await near.close()
    expect((await reading.next()).done).toBe(true)
    await far.close()
  })
})

describe('how a stream ends', () => {
  test('a reset is reported after the frames that had arrived whole', async () => {
    const { near, far } = await pair.open()
    const reading = read(far)
    const first = reading.next()
    near.send(framed(bytes(5), bytes(6)))
    await first
    near.abort(new Error('gone'))
    await pEvent(far, 'close')
    expect((await reading.next()).value).toEqual(bytes(6))
    expect(await codeOf(reading.next())).toBe('PEER_UNREACHABLE')
  })

  test('a stream that was reset before anyone read it does not keep its reader waiting', async () => {
    const { near, far } = await pair.open()
    near.abort(new Error('gone'))
    if (far.status === 'open') await pEvent(far, 'close')
    expect(await codeOf(all(read(far)))).toBe('PEER_UNREACHABLE')
  })

  test('an abort ends the reading with its own reason, and the stream', async () => {
    const { far } = await pair.open()
    const giveUp = new AbortController()
    const reading = all(read(far, { signal: giveUp.signal }))
    const reason = new Error('enough')
    giveUp.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect(far.status).toBe('aborted')
  })

  test('a sender whose reader stalls learns that the connection was cut', async () => {
    const other = await createWirePair()
    const { near, far } = await other.open()
    far.pause()
    const { send } = frameSink(near)
    const flood = (async () => { for (;;) await send([bytes(64 * KIB)]) })()
    const waiting = pEvent(far, 'close')
    const outcome = codeOf(flood)
    while (!near.writableNeedsDrain) await new Promise(resolve => { setImmediate(resolve) })
    other.cut()
    expect(await outcome).toBe('PEER_UNREACHABLE')
    await waiting
    expect(await codeOf(send([bytes(1)]))).toBe('PEER_UNREACHABLE')
    await other.stop()
  })
})
