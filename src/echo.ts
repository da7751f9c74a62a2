/**
 * Somebody to try it out with: a second node on this computer, in a process of its own, who answers what it is told. It gets
 * its orders from the node that started it, over a channel that only the two have, and ends with it.
 */
import { rm } from 'node:fs/promises'
import { errorFields, silentLog } from './base/log.ts'
import { systemRandom } from './base/random.ts'
import { MINUTE, systemClock } from './base/time.ts'
import { UserNode } from './usernode.ts'

const ECHO_NAME = 'Echo'
/** Its passphrase is random, and forgotten with the process: nobody guesses it, however cheap a try is. */
const ARGON2 = { memoryKiB: 8192, passes: 1, parallelism: 1 }

export interface EchoOrder {
  folder: string
  passphrase: string
  network: unknown
  link: string
}

export type EchoReport = { kind: 'there' } | { kind: 'failed', reason: string }

/** What the process does from its start to its end. */
export async function runEcho (): Promise<void> {
  const { folder, passphrase, network, link } = await new Promise<EchoOrder>(resolve => {
    process.once('message', order => { resolve(order as EchoOrder) })
  })
  const user = await UserNode.at({
    folder, listen: ['/ip4/127.0.0.1/tcp/0'], clock: systemClock, random: systemRandom, log: silentLog, argon2: ARGON2
  })
  process.once('disconnect', () => { void end(user, folder) })
  try {
    await user.create({ name: ECHO_NAME, passphrase, network })
    const { messenger } = await user.unlock(passphrase)
    let turn = Promise.resolve()
    messenger.events.on('message:received', ({ contactId, messageIds }) => {
      turn = turn.then(async () => {
        for (const id of messageIds) {
          const message = await messenger.message(contactId, id)
          if (message !== undefined && !message.deleted) await messenger.send(contactId, `You said: ${message.text}`)
          await messenger.read(contactId, { unread: true })
        }
      }).catch(() => {}) // a text that grew too long is not worth more
    })
    await user.accept(link, { timeoutMs: MINUTE, wait: true })
    report({ kind: 'there' })
  } catch (err) {
    report({ kind: 'failed', reason: String(errorFields(err)['error'] ?? err) })
  }
}

function report (told: EchoReport): void {
  process.send?.(told)
}

async function end (user: UserNode, folder: string): Promise<void> {
  await user.close().catch(() => {})
  await rm(folder, { recursive: true, force: true })
  process.exit()
}
