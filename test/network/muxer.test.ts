import type { Stream, StreamMessageEvent } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { pEvent } from 'p-event'
import { expect, test } from 'vitest'
import { boundedYamux } from '../../src/network/gate/muxer.ts'

const WINDOW_BYTES = 256 * 1024
/** pieces that the reader's multiplexer wrote back, of a stream on which nothing is answered */
async function answersTo (pieces: Uint8Array[]): Promise<number> {
  const [here, there] = multiaddrConnectionPair()
  const writer = boundedYamux()().createStreamMuxer(here)
  const reader = boundedYamux()().createStreamMuxer(there)
  const arriving = pEvent<'stream', CustomEvent<Stream>>(reader as never, 'stream')
  const out = await writer.createStream()
  const { detail: incoming } = await arriving
  let left = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const all = Promise.withResolvers<void>()
  incoming.addEventListener('message', ({ data }: StreamMessageEvent) => {
    left -= data.byteLength
    if (left === 0) all.resolve()
  })
  let answers = 0
  here.addEventListener('message', () => { answers++ })
  for (const piece of pieces) {
    if (!out.send(piece)) await pEvent(out, 'drain', { rejectionEvents: ['close'] })
  }
  await all.promise
  await Promise.all([writer.close(), reader.close()])
  return answers
}

test('small messages are taken without a word, and the window is widened before it is used up', async () => {
  const few = await answersTo(Array.from({ length: 100 }, () => new Uint8Array(1024)))
  expect(few).toBeLessThan(10) // that the stream was accepted, and pings
  const many = await answersTo(Array.from({ length: 4 * WINDOW_BYTES / 1024 }, () => new Uint8Array(1024)))
  expect(many).toBeGreaterThan(0)
  expect(many).toBeLessThan(100)
})

test('a frame as long as many windows arrives whole', async () => {
  await answersTo([new Uint8Array(16 * WINDOW_BYTES), new Uint8Array(1), new Uint8Array(3 * WINDOW_BYTES + 1)])
})

test('a line that ends while its multiplexer is being ended throws at nobody, which out of a timer would end the process', async () => {
  const [here, there] = multiaddrConnectionPair()
  const muxer = boundedYamux()().createStreamMuxer(here)
  boundedYamux()().createStreamMuxer(there)
  const stream = await muxer.createStream()
  stream.addEventListener('close', () => { here.abort(new Error('more than a stranger may send')) })
  muxer.abort(new Error('not of this network'))
  expect([here.status, muxer.status]).toEqual(['aborted', 'closed'])
})
