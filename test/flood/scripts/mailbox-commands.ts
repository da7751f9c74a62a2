/** What an attacker says to a mailbox host; no client of ours would say so much of it. */
import { setTimeout } from 'node:timers/promises'
import type { Stream } from '@libp2p/interface'
import type * as Bytes from '../../../src/base/bytes.ts'
import type * as Randoms from '../../../src/base/random.ts'
import type * as Cells from '../../../src/crypto/cells.ts'
import type * as Mailboxes from '../../../src/crypto/mailbox.ts'
import { CELL_BYTES } from '../../../src/wire/limits.ts'

const part = (name: string): string => new URL(`../../../.cache/parts/${name}`, import.meta.url).href
const { copy } = await import(part('base/bytes.js')) as typeof Bytes
const { systemRandom: random } = await import(part('base/random.js')) as typeof Randoms
const { queueKeys } = await import(part('crypto/cells.js')) as typeof Cells
const { sealCommand } = await import(part('crypto/mailbox.js')) as typeof Mailboxes

const inFrame = (cell: Uint8Array): Uint8Array => Uint8Array.of(0x80, 0x20, ...cell) // 4,096 as a varint

/** said faster than it can be made */
let prepared: Uint8Array[] = []
let host = new Uint8Array(0)

/** @param key the host's, as base64url */
export function prepare ({ key, count }: { key: string, count: number }): void {
  host = new Uint8Array(Buffer.from(key, 'base64url'))
  prepared = Array.from({ length: count }, newQueue)
}

/** Always another one, as fast as the stream takes them. */
export async function askForQueues (
  stream: Stream | undefined, outcome: { sent: number, bytes: number }, goesOn: () => boolean
): Promise<void> {
  stream?.addEventListener('message', () => { outcome.bytes += CELL_BYTES })
  while (stream?.status === 'open' && goesOn()) {
    outcome.sent++
    if (!stream.send(prepared.pop() ?? newQueue())) await setTimeout(5)
    else if (outcome.sent % 16 === 0) await new Promise(setImmediate)
  }
}

/** Asks for one, with nothing to pay for it. */
function newQueue (): Uint8Array {
  const { publicKey, privateKey } = queueKeys(random(32))
  const create = { receiver: publicKey, senders: [], ttlMs: 1e9, token: random(0), challenge: random(0), solution: random(0) }
  return inFrame(sealCommand({ host: copy(host), command: { create }, privateKey, random }).frame)
}
