/** The public API: embed a node, write a bot. The same node that `nobyte start` runs, without its local socket. */
import { createLog, silentLog, type LogLevel } from './base/log.ts'
import { systemRandom } from './base/random.ts'
import { systemClock } from './base/time.ts'
import type { Argon2Params } from './crypto/vault.ts'
import type { MessageRow } from './messenger/conversations.ts'
import type { Contact, Messenger } from './messenger/messenger.ts'
import { readNetworkFile } from './network/networks/descriptors.ts'
import { UserNode } from './usernode.ts'

export { AppError, type ErrorCode } from './base/errors.ts'
export type { Board as Channels } from './messenger/channels/board.ts'
export type { Chats } from './messenger/chats.ts'
export type { Talks as Groups } from './messenger/groups/talks.ts'
export type { Contact, Invite, Messenger } from './messenger/messenger.ts'
export type { MessageRow as Message } from './messenger/conversations.ts'
export type { MessengerEvents } from './messenger/core/events.ts'

export interface OpenNodeOptions {
  /** the profile's folder; made at the first start */
  folder: string
  passphrase: string
  /** for a new profile: what others see; required then */
  name?: string
  /** for a new profile: a network file; the LAN when absent */
  network?: string
  /** multiaddrs to listen on; every interface at a free port when absent */
  listen?: string[]
  /** has the router let others in, so that they reach this node directly. Default: false */
  upnp?: boolean
  /** parameters of the key derivation; measured on this machine when absent */
  argon2?: Argon2Params
  /** structured lines on stderr; none when absent */
  log?: LogLevel
}

export interface Node {
  readonly messenger: Messenger
  readonly addresses: string[]
  /** Follows an invite link; a new profile on the LAN joins the link's network first. */
  accept: (link: string, options?: { timeoutMs?: number, wait?: boolean, text?: string, signal?: AbortSignal }) => Promise<Contact>
  /**
   * Calls back with every message of a contact's to you alone, in order, once each. What is said in groups `messenger.events` tells.
   * @returns a function that ends it
   */
  onMessage: (listener: (message: MessageRow, contact: Contact) => void | Promise<void>) => () => void
  close: () => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Opens a profile, making it first where there is none, and starts its node.
 * @throws AppError BAD_INPUT: a new profile without a name; WRONG_PASSPHRASE; EXISTS: another process has it open
 */
export async function openNode (
  { folder, passphrase, name = '', network, listen, upnp, argon2, log }: OpenNodeOptions
): Promise<Node> {
  const user = await UserNode.at({
    folder,
    clock: systemClock,
    random: systemRandom,
    log: log === undefined ? silentLog : createLog(log, line => process.stderr.write(`${line}\n`), systemClock.now),
    ...(listen === undefined ? {} : { listen }),
    ...(upnp === undefined ? {} : { upnp }),
    ...(argon2 === undefined ? {} : { argon2 })
  })
  try {
    if (user.state === 'empty') {
      const descriptor = network === undefined ? {} : { network: await readNetworkFile(network) }
      await user.create({ name, passphrase, ...descriptor })
    }
    await user.unlock(passphrase)
  } catch (err) {
    await user.close()
    throw err
  }
  const keepAlive = setInterval(() => {}, 2 ** 30) // timers of the node itself never keep a program alive
  const close = async (): Promise<void> => {
    clearInterval(keepAlive)
    await user.close()
  }
  return {
    get messenger () { return user.running.messenger },
    get addresses () { return user.running.node.addresses() },
    accept: async (link, options = {}) => await user.accept(link, options),
    onMessage (listener) {
      let turn = Promise.resolve()
      return user.running.messenger.events.on('message:received', ({ contactId, messageIds }) => {
        turn = turn.then(async () => {
          for (const id of messageIds) {
            const { messenger } = user.running
            const [message, contact] = [await messenger.message(contactId, id), await messenger.person(contactId)]
            if (message !== undefined && contact !== undefined && contact.group === undefined) await listener(message, contact)
          }
        }).catch((err: unknown) => { process.emitWarning(err instanceof Error ? err : String(err)) })
      })
    },
    close,
    [Symbol.asyncDispose]: close
  }
}
