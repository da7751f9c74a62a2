/**
 * For whom this node is storing something just now, through all the layers of kad-dht, which tells its datastore nothing
 * of that. Ten bits are all that is kept of where a writer is: enough for a flood to stand out, and too few to tell later
 * which of some thousand address blocks wrote a record.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import type { Connection } from '@libp2p/interface'
import type { Bytes } from '../../base/bytes.ts'
import type { Random } from '../../base/random.ts'
import { hostOf } from '../addresses.ts'
import { addressGroups } from './gate.ts'

const SHARES = 1024

export class Writers {
  readonly #salt: Bytes
  readonly #present = new AsyncLocalStorage<number>()

  constructor ({ random }: { random: Random }) {
    this.#salt = random(16)
  }

  /** undefined: this node itself */
  get present (): number | undefined {
    return this.#present.getStore()
  }

  /** What `task` stores, also later on, is stored for whoever is at the other end. */
  serving<T> ({ remoteAddr }: Pick<Connection, 'remoteAddr'>, task: () => T): T {
    const host = hostOf(remoteAddr)
    const group = (host === undefined ? undefined : addressGroups(host).at(-1)?.key) ?? remoteAddr.toString()
    const digest = createHash('sha256').update(this.#salt).update(group).digest()
    return this.#present.run(digest.readUInt16BE() % SHARES, task)
  }
}
