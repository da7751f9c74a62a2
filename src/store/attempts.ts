/** How often the passphrase was wrong, kept across restarts, so that guessing at the keyboard slows down. */
import { errorFields, type Log } from '../base/log.ts'
import { MINUTE, SECOND, type Clock } from '../base/time.ts'
import { parseJson, readWhole, removeFile, replaceFile } from './files.ts'

const FIRST_DELAY_MS = SECOND
const MAX_DELAY_MS = 5 * MINUTE

interface AttemptsFile {
  failures: number
  lastMs: number
}

export class Attempts {
  readonly #path: string
  readonly #clock: Clock
  readonly #log: Log
  #state: AttemptsFile = { failures: 0, lastMs: 0 }

  private constructor ({ path, clock, log }: { path: string, clock: Clock, log: Log }) {
    this.#path = path
    this.#clock = clock
    this.#log = log
  }

  static async read (options: { path: string, clock: Clock, log: Log }): Promise<Attempts> {
    const attempts = new Attempts(options)
    // Damaged counts as none: whoever can write here can also remove the file. What protects the key is Argon2.
    const content = await readWhole(options.path).catch(() => undefined)
    const file = (content === undefined ? undefined : parseJson(content)) as AttemptsFile | null | undefined
    if (Number.isSafeInteger(file?.failures) && Number.isFinite(file?.lastMs)) attempts.#state = file!
    return attempts
  }

  /** How long the next attempt has to wait from now: 1 s after the first failure, then twice as long each time. */
  get delayMs (): number {
    const { failures, lastMs } = this.#state
    if (failures === 0) return 0
    const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
    // A clock that was set back must not lock anyone out for years.
    return Math.max(0, delayMs - Math.max(0, this.#clock.now() - lastMs))
  }

  /** Counts an attempt as failed before it is made: killing the process in the middle gains nothing. */
  async begin (): Promise<void> {
    this.#state = { failures: this.#state.failures + 1, lastMs: this.#clock.now() }
    await this.#save()
  }

  /** The attempt is over, and was wrong: the delay counts from here. */
  async failed (): Promise<void> {
    this.#state.lastMs = this.#clock.now()
    await this.#save()
  }

  async succeeded (): Promise<void> {
    this.#state = { failures: 0, lastMs: 0 }
    await removeFile(this.#path)
  }

  // A full disk must not keep the owner out.
  async #save (): Promise<void> {
    try {
      await replaceFile(this.#path, JSON.stringify(this.#state))
    } catch (err) {
      this.#log.warn('passphrase-attempt-not-kept', errorFields(err))
    }
  }
}
