/** Who may use the page's server: a code from `nobyte open`, used once, becomes a session of one tab. Only hashes are kept. */
import { createHash } from 'node:crypto'
import { equal, toBase64url, utf8, type Bytes } from '../../base/bytes.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import {
  CODE_BYTES, CODE_MS, MAX_CODES, MAX_SESSIONS, MAX_WRONG_CODES, SESSION_MS, TOKEN_BYTES, TYPED_CODE_CHARS, TYPED_CODE_MS
} from './limits.ts'

/** Without letters that are read for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LOOKALIKES: Record<string, string> = { O: '0', I: '1', L: '1' }
const GROUP = 4

interface Secret { hash: Bytes, untilMs: number }
export interface Session { hash: Bytes, sinceMs: number }

const hashOf = (secret: string): Bytes => new Uint8Array(createHash('sha256').update(utf8(secret)).digest())

/** Codes of one kind. */
class Codes {
  readonly #clock: Clock
  #all: Secret[] = []

  constructor ({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  add (text: string, ttlMs: number): void {
    this.#all = [...this.#all, { hash: hashOf(text), untilMs: this.#clock.now() + ttlMs }].slice(-MAX_CODES)
  }

  /** @returns whether it was one; it is none any more */
  take (text: string): boolean {
    const [now, hash] = [this.#clock.now(), hashOf(text)]
    const valid = this.#all.filter(({ untilMs }) => untilMs > now)
    this.#all = valid.filter(one => !equal(one.hash, hash))
    return this.#all.length < valid.length
  }

  clear (): void {
    this.#all = []
  }
}

export class LaunchCodes {
  readonly #random: Random
  readonly #long: Codes
  readonly #typed: Codes
  #wrong = 0

  constructor ({ random, clock }: { random: Random, clock: Clock }) {
    this.#random = random
    this.#long = new Codes({ clock })
    this.#typed = new Codes({ clock })
  }

  /** For the page that a browser opens at once. */
  code (): string {
    const code = toBase64url(this.#random(CODE_BYTES))
    this.#long.add(code, CODE_MS)
    return code
  }

  /** For a person to type, such as 7KQM-2XBD. */
  typedCode (): string {
    const chars = [...this.#random(TYPED_CODE_CHARS)].map(byte => ALPHABET[byte % ALPHABET.length]!).join('')
    this.#typed.add(chars, TYPED_CODE_MS)
    return `${chars.slice(0, GROUP)}-${chars.slice(GROUP)}`
  }

  /** @returns whether it was a code; it is none any more */
  redeem (text: string): boolean {
    if (this.#long.take(text) || this.#typed.take(plain(text))) return true
    // Somebody is guessing: what could be guessed is worth nothing any more.
    if (++this.#wrong % MAX_WRONG_CODES === 0) this.#typed.clear()
    return false
  }
}

const plain = (text: string): string =>
  text.slice(0, 64).toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[OIL]/g, letter => LOOKALIKES[letter]!)

export class Sessions {
  readonly #deps: { random: Random, clock: Clock }
  #all: Session[]

  constructor (deps: { random: Random, clock: Clock }, before: readonly Session[] = []) {
    this.#deps = deps
    this.#all = before.slice(-MAX_SESSIONS)
  }

  get all (): readonly Session[] { return this.#all }

  /** @returns the token, which is kept nowhere here */
  begin (): string {
    const token = toBase64url(this.#deps.random(TOKEN_BYTES))
    this.#all = [...this.#all, { hash: hashOf(token), sinceMs: this.#deps.clock.now() }].slice(-MAX_SESSIONS)
    return token
  }

  has (token: string): boolean {
    const hash = hashOf(token)
    const now = this.#deps.clock.now()
    // Each is compared, so that the time it takes tells nothing.
    return this.#all.filter(session => equal(session.hash, hash) && now - session.sinceMs < SESSION_MS).length > 0
  }
}
