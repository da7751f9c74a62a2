/**
 * Two who dial each other at once would have two links for a moment, and say again what is under way on the one that ends. The lower
 * PeerId's dial stands. So on that side all handshakes with one peer take turns: while a proof of this node's is out none of theirs is
 * answered, and where theirs came first there is a link before this node says anything. On both sides they would wait for each other:
 * the higher PeerId answers at once, and only its own dials take turns.
 */
import type { Connection } from '@libp2p/interface'
import { raceSignal } from '../base/abort.ts'
import { Serial } from '../base/serial.ts'

export type EndTurn = () => void

export class Turns {
  readonly #localPeerId: string
  readonly #serial = new Serial<string>()

  constructor ({ localPeerId }: { localPeerId: string }) {
    this.#localPeerId = localPeerId
  }

  /** To show a proof. The signal ends the turn, too, or the wait for it. */
  async toAsk ({ remotePeer }: Connection, { signal }: { signal: AbortSignal }): Promise<EndTurn> {
    const over = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => { over.resolve() }, { once: true })
    void this.#serial.run(remotePeer.toString(), async () => {
      begun.resolve()
      await over.promise
    })
    await raceSignal(begun.promise, signal)
    return over.resolve
  }

  /** To answer a proof that is good. */
  async toAnswer (connection: Connection, options: { signal: AbortSignal }): Promise<EndTurn> {
    return this.#localPeerId < connection.remotePeer.toString() ? await this.toAsk(connection, options) : () => {}
  }
}
