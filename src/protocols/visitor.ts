/** The other side of the doorkeeper: a stream on which nothing was tried before, since a listener takes one try a connection. */
import type { Connection, Stream } from '@libp2p/interface'
import { AppError } from '../base/errors.ts'
import type { DialTarget } from '../network/dial.ts'
import type { NetworkNode } from '../network/node.ts'

export class Visitor {
  readonly #node: NetworkNode
  readonly #protocol: string
  readonly #tried = new WeakMap<Connection, 'opening' | 'opened'>()

  constructor (deps: { node: NetworkNode }, { protocol }: { protocol: string }) {
    this.#node = deps.node
    this.#protocol = protocol
  }

  /**
   * Dials, and opens a stream. A connection whose earlier stream is over is replaced.
   * @throws AppError as NetworkNode.dial, and EXISTS: a stream with this peer is open already, or just being opened;
   *   REFUSED: whoever is there does not speak this protocol
   */
  async visit (target: DialTarget, { signal }: { signal: AbortSignal }): Promise<{ stream: Stream, connection: Connection }> {
    let { connection, confirmed } = await this.#node.reach(target, { signal })
    const earlier = this.#tried.get(connection)
    if (earlier !== undefined) {
      // Theirs counts too: closing the connection under it would undo what they just achieved.
      if (earlier === 'opening' || connection.streams.some(({ protocol, status }) => protocol === this.#protocol && status === 'open')) {
        throw new AppError('EXISTS', 'a stream with this peer is open already')
      }
      await connection.close({ signal })
      ;({ connection, confirmed } = await this.#node.reach(target, { signal }))
    }
    this.#tried.set(connection, 'opening')
    // Opened while they are asked who they are; where they belong to another network, it ends with the connection.
    const opening = connection.newStream(this.#protocol, { signal, runOnLimitedConnection: true })
    opening.catch(() => {})
    try {
      await confirmed
      const stream = await opening.catch((cause: unknown) => { throw refused(cause) })
      this.#tried.set(connection, 'opened')
      return { stream, connection }
    } catch (err) {
      this.#tried.delete(connection) // nothing was said yet
      signal.throwIfAborted()
      throw err
    }
  }
}

/** A peer that says no, breaks off or makes no sense has refused us, whatever its reason. */
export const refused = (cause: unknown): AppError => cause instanceof AppError && cause.code === 'REFUSED'
  ? cause
  : new AppError('REFUSED', 'whoever answered there did not accept us', { cause })
