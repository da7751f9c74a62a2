/** Starts and ends the node of echo.ts, and the contact that it is here. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { raceSignal } from './base/abort.ts'
import { toBase64url } from './base/bytes.ts'
import { AppError } from './base/errors.ts'
import type { Random } from './base/random.ts'
import type { EchoOrder, EchoReport } from './echo.ts'
import type { Contact } from './messenger/messenger.ts'
import { jsonCodec } from './store/codecs.ts'
import type { Store } from './store/store.ts'
import { TABLES } from './store/tables.ts'
import type { UserNode } from './usernode.ts'

const PASSPHRASE_BYTES = 32
const END_MS = 5000
const KEPT = { id: 'echo' }
/** the bin's word for a process that is nobody but this */
const ECHO_ARGUMENT = '__echo'

interface EchoOptions {
  user: UserNode
  /** of its own; it is removed with it */
  folder: string
  /** the bin */
  script: string
  random: Random
}

interface Running {
  child: ChildProcess
  contactId?: string
}

/** Who the echo is here, for a start after an end without a word. */
const kept = (store: Store) => store.table(TABLES.settings, jsonCodec<{ contactId: string }>())

export class Echo {
  readonly #options: EchoOptions
  #running: Running | undefined

  constructor (options: EchoOptions) {
    this.#options = options
  }

  /** Who it is here, while it is there. */
  get contactId (): string | undefined { return this.#running?.contactId }

  /** @returns the contact that answers. @throws AppError EXISTS: it is there already; LOCKED, NO_PROFILE; the signal's reason */
  async start ({ signal }: { signal: AbortSignal }): Promise<Contact> {
    const { user, folder, script, random } = this.#options
    const { messenger } = user.running
    if (this.#running !== undefined) throw new AppError('EXISTS', 'the echo is there already')
    await rm(folder, { recursive: true, force: true })
    const { inviteId, link } = await messenger.invite({})
    const child = fork(script, [ECHO_ARGUMENT], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const running: Running = { child }
    this.#running = running
    const joined = messenger.events.next('invite:used', { filter: used => used.inviteId === inviteId, signal })
    joined.catch(() => {})
    try {
      const order: EchoOrder = { folder, passphrase: toBase64url(random(PASSPHRASE_BYTES)), network: await user.network(), link }
      child.send(order)
      const told = await raceSignal(Promise.race([once(child, 'message'), once(child, 'exit').then(() => [undefined])]), signal)
      const [report] = told as [EchoReport | undefined]
      if (report?.kind !== 'there') throw new AppError('INTERNAL', `the echo did not start: ${report?.reason ?? 'it ended'}`)
      running.contactId = (await joined).contactId
      await this.#keep(running.contactId)
      return (await messenger.person(running.contactId))!
    } catch (err) {
      await messenger.revokeInvite(inviteId).catch(() => {})
      await this.stop()
      throw err
    }
  }

  /** Forgets the contact of an echo whose node was killed: nobody answers there any more. */
  async clear (): Promise<void> {
    if (this.#running !== undefined) return
    const { store, messenger } = this.#options.user.running
    const before = await kept(store).getSound(KEPT)
    if (before === undefined) return
    await messenger.removePerson(before.contactId).catch(() => {}) // whoever sits here did so already
    await this.#keep(undefined).catch(() => {}) // a full disk: the next start does it
  }

  async #keep (contactId: string | undefined): Promise<void> {
    const { store } = this.#options.user.running
    const batch = store.batch()
    if (contactId === undefined) kept(store).del(batch, KEPT)
    else kept(store).put(batch, KEPT, { contactId })
    await store.commit(batch)
  }

  /** Ends it, forgets the contact and what was said, and removes its folder. Idempotent. */
  async stop (): Promise<void> {
    const { user, folder } = this.#options
    const running = this.#running
    if (running === undefined) return
    this.#running = undefined
    const { child, contactId } = running
    if (contactId !== undefined) {
      await user.running.messenger.removePerson(contactId).catch(() => {})
      await this.#keep(undefined).catch(() => {})
    }
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      const late = setTimeout(() => { child.kill('SIGKILL') }, END_MS)
      if (child.connected) child.disconnect()
      await ended
      clearTimeout(late)
    }
    await rm(folder, { recursive: true, force: true })
  }
}
