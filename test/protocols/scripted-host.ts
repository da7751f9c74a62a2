/** A mailbox host whose answers a story writes: a lying one, mostly. Sealing is real; what is sealed is the story's. */
import type { Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { hostKey, openCommand, sealReply } from '../../src/crypto/mailbox.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import type { MailboxHost } from '../../src/protocols/mailbox/mailbox.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import type { Command, MailboxReply } from '../../src/wire/gen/mailbox.ts'
import { CELL_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

/** The frames that answer a command; `hang up` ends the stream instead; raw bytes go out as they are. */
export type Script = (command: Command) => Array<Partial<MailboxReply> | Bytes> | 'hang up'

export async function scriptedHost (node: NetworkNode, script: Script): Promise<{ host: MailboxHost, streams: () => number }> {
  const own = hostKey(systemRandom(32))
  let streams = 0
  await node.handle(PROTOCOLS.mailbox, async stream => {
    streams++
    const sink = frameSink(stream)
    const received = frames(stream, { maxBytes: CELL_BYTES, clock: systemClock, signal: AbortSignal.timeout(60_000) })
    try {
      for await (const frame of received) {
        const { command, reply } = openCommand(own, frame)
        const said = script(command)
        if (said === 'hang up') {
          stream.abort(new Error('hung up'))
          return
        }
        await sink.send(said.map((one, index) => one instanceof Uint8Array ? one : sealReply(reply, index, one)))
      }
    } catch {} // the client is gone
  })
  return {
    host: { peerId: node.peerIdBytes, key: own.publicKey, addresses: node.addresses(), operator: 'Mallory' },
    streams: () => streams
  }
}
