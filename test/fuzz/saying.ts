/** Saying hostile things to a handler that some node has registered, over a stream in memory. */
import { once } from 'node:events'
import { setTimeout as pass } from 'node:timers/promises'
import type { Connection, PeerId, Stream, StreamHandler } from '@libp2p/interface'
import { streamPair } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { concat, toHex } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { mutate, type Dice } from './mutations.ts'

export interface HandlerTarget {
  name: string
  /** Says one hostile thing, and resolves when the answer is over. */
  say: (dice: Dice) => Promise<void>
  /** of what it says one after another, or all at once */
  sideBySide: boolean
  /** What is kept and what shows, by what it is called. */
  state: () => Promise<Record<string, string>>
}

export type Handlers = Map<string, StreamHandler>

/** Over this much silence nothing more is said. */
const QUIET_MS = 40
/** Answers to strangers are late on purpose, by 250 ms at most. */
const PATIENCE_MS = 400

/** The node, and every handler that is registered with it. */
export function overhearing (node: NetworkNode): { heard: NetworkNode, handlers: Handlers } {
  const handlers: Handlers = new Map()
  return {
    handlers,
    heard: {
      ...node,
      async handle (protocol, handler, options) {
        handlers.set(protocol, handler)
        await node.handle(protocol, handler, options)
      }
    }
  }
}

export const framed = (bytes: Uint8Array): Uint8Array => {
  const length: number[] = []
  let rest = bytes.byteLength
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push(rest % 128 + 128)
  return concat(Uint8Array.from([...length, rest]), bytes)
}

/** Something wrong inside a frame, or wrong as a frame. */
export const hostile = (valid: Uint8Array, dice: Dice): Uint8Array =>
  dice.below(4) === 0 ? mutate(framed(valid), dice) : framed(mutate(valid, dice))

let connections = 0

/** Says these things on a new connection from an address that nobody has had before, until the handler has had enough. */
export async function visited (
  handler: StreamHandler, { protocol, said, remotePeer }: { protocol: string, said: Uint8Array[], remotePeer?: PeerId }
): Promise<void> {
  const [near, far] = await streamPair({ protocol, delay: 0 })
  const number = ++connections
  const remoteAddr = multiaddr(`/ip4/${20 + (number >> 24)}.${number >> 16 & 255}.${number >> 8 & 255}.${number & 255}/tcp/4001`)
  const ended = new EventTarget()
  const connection = Object.assign(ended, {
    remotePeer: remotePeer ?? unknownPeer(), remoteAddr, direct: true, limits: undefined, status: 'open', direction: 'inbound',
    streams: [far],
    close: async () => {}, abort: () => {}
  }) as unknown as Connection
  const over = Promise.all([closed(near), closed(far)])
  const handled = Promise.resolve(handler(far, connection)).catch(() => {}) // libp2p aborts the stream then
  let heard = Promise.withResolvers<void>()
  near.addEventListener('message', () => { heard.resolve() })
  for (const bytes of said) {
    if (near.status !== 'open') break
    heard = Promise.withResolvers()
    near.send(bytes)
    // The first thing may be answered late, and on purpose; what comes after it is not.
    if (bytes !== said.at(-1)) await Promise.race([heard.promise, over, pass(QUIET_MS)])
  }
  if (near.status === 'open') await near.close().catch(() => {})
  await Promise.race([over, pass(PATIENCE_MS)])
  near.abort(new Error('that was all'))
  far.abort(new Error('that was all'))
  await handled
}

const closed = async (stream: Stream): Promise<void> => {
  if (stream.status === 'open') await once(stream, 'close')
}

function unknownPeer (): PeerId {
  const bytes = concat(Uint8Array.of(0, 36, 8, 1, 18, 32), random(32))
  return { toString: () => toHex(bytes), toMultihash: () => ({ bytes }) } as unknown as PeerId
}

export async function until (isSo: () => Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(60_000)
  while (!await isSo()) {
    deadline.throwIfAborted()
    await pass(20)
  }
}
