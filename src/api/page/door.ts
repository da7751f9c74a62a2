/**
 * The way to the page. No port is open until somebody asks for it; from then on the address stays for as long as the node
 * runs, and for the process that follows one that was locked or killed, so that an open page finds its node again.
 */
import { rm } from 'node:fs/promises'
import { toHex, fromHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Clock, Timer } from '../../base/time.ts'
import { parseJson, readWhole, replaceFile } from '../../store/files.ts'
import type { MethodTable } from '../dispatch.ts'
import type { Home } from '../home.ts'
import type { WayIn } from '../schema.ts'
import { loadAssets, type Assets } from './assets.ts'
import { LaunchCodes, Sessions } from './launch.ts'
import { CODE_MS, TYPED_CODE_MS } from './limits.ts'
import { kernelTells } from './owner.ts'
import { phraseFile, redirectFile, savedDoors } from './paths.ts'
import { ownPhrase } from './phrase.ts'
import { startPageServer, type PageServer } from './server.ts'
import { Throttle } from './throttle.ts'

const LABEL_BYTES = 16
/** Of an address that does without a name: for browsers that do not know where *.localhost leads. */
const PLAIN = ''

export interface PageDoorOptions {
  home: Home
  /** the built page */
  folder: string
  table: () => MethodTable
  random: Random
  clock: Clock
  log: Log
}

interface Saved {
  /** names of hosts, and the port of each */
  doors: [label: string, port: number][]
  sessions: { hash: string, sinceMs: number }[]
}

export class PageDoor {
  readonly #options: PageDoorOptions
  readonly #codes: LaunchCodes
  readonly #throttle: Throttle
  #sessions: Sessions
  readonly #servers = new Map<string, PageServer>()
  #assets: Assets | undefined
  #opening: Promise<unknown> = Promise.resolve()
  #saving = Promise.resolve()
  #removal: Timer | undefined
  #isClosed = false

  constructor (options: PageDoorOptions) {
    this.#options = options
    this.#codes = new LaunchCodes(options)
    this.#throttle = new Throttle(options)
    this.#sessions = new Sessions(options)
  }

  /** Opens the doors that the process before this one had, if it ended without closing them: pages of it are still open. */
  async resume (): Promise<void> {
    const saved = parseSaved(await readWhole(savedDoors(this.#options.home)).catch(() => undefined))
    // While the port was nobody's, another user's program could have had it, and been told the token of an open page.
    if (saved === undefined || !await kernelTells()) return
    try {
      this.#sessions = new Sessions(this.#options, saved.sessions.map(({ hash, sinceMs }) => ({ hash: fromHex(hash), sinceMs })))
      for (const [label, port] of saved.doors) await this.#server(label, port)
    } catch (err) {
      // Somebody else has the port, or the page is gone: whoever wants it asks for a new way in.
      this.#options.log.warn('page.not-resumed', errorFields(err))
    }
  }

  /**
   * @param plain at 127.0.0.1, without a name
   * @throws AppError NOT_FOUND: the page was not built; DISK_FULL
   */
  async open ({ plain = false }: { plain?: boolean } = {}): Promise<WayIn> {
    const { home, random, clock } = this.#options
    const phrase = await ownPhrase(phraseFile(home), { random })
    const opening = this.#opening.then(async () => {
      const [label] = [...this.#servers.keys()].filter(name => (name === PLAIN) === plain)
      return await this.#server(label ?? (plain ? PLAIN : toHex(random(LABEL_BYTES))))
    })
    this.#opening = opening.catch(() => {})
    const { origin } = await opening
    const file = redirectFile(this.#options.home)
    // A browser's arguments show in the list of processes: it is given this file, and the code stands in there.
    await replaceFile(file, redirectPage(`${origin}/#code=${this.#codes.code()}`))
    this.#removal?.cancel()
    this.#removal = clock.after(CODE_MS, () => { this.#removePage() })
    return { address: `${origin}/`, file, code: this.#codes.typedCode(), codeExpiresAtMs: clock.now() + TYPED_CODE_MS, phrase }
  }

  /** @param keep the process that follows opens the same doors, and pages stay signed in */
  async close ({ keep }: { keep: boolean }): Promise<void> {
    this.#isClosed = true
    this.#removal?.cancel()
    await this.#opening
    await Promise.allSettled([...this.#servers.values()].map(async server => { await server.close() }))
    const { home } = this.#options
    if (!keep) await Promise.all([savedDoors, redirectFile].map(async fileOf => { await rm(fileOf(home), { force: true }) }))
  }

  async #server (label: string, port?: number): Promise<PageServer> {
    const running = this.#servers.get(label)
    if (running !== undefined) return running
    if (this.#isClosed) throw new AppError('NODE_NOT_RUNNING', 'the node is ending')
    const { folder, table, clock, log } = this.#options
    this.#assets ??= await loadAssets(folder)
    const server = await startPageServer({
      ...(label === PLAIN ? {} : { name: `${label}.localhost` }),
      ...(port === undefined ? {} : { port }),
      assets: this.#assets,
      table: table(),
      codes: this.#codes,
      sessions: this.#sessions,
      throttle: this.#throttle,
      onSession: async () => {
        this.#removePage()
        await this.#save()
      },
      clock,
      log
    })
    this.#servers.set(label, server)
    await this.#save()
    return server
  }

  async #save (): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const saved: Saved = {
        doors: [...this.#servers].map(([label, { port }]) => [label, port]),
        sessions: this.#sessions.all.map(({ hash, sinceMs }) => ({ hash: toHex(hash), sinceMs }))
      }
      await replaceFile(savedDoors(this.#options.home), JSON.stringify(saved))
    }).catch((err: unknown) => { this.#options.log.warn('page.not-saved', errorFields(err)) })
    await this.#saving
  }

  #removePage (): void {
    rm(redirectFile(this.#options.home), { force: true }).catch(() => {})
  }
}

function parseSaved (content: Uint8Array<ArrayBuffer> | undefined): Saved | undefined {
  const saved = content === undefined ? undefined : parseJson(content) as Partial<Saved> | undefined | null
  return Array.isArray(saved?.doors) && Array.isArray(saved.sessions) ? saved as Saved : undefined
}

/** The address holds hex, base64url and digits only. */
const redirectPage = (url: string): string => `<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>nobyte</title>
<meta http-equiv="refresh" content="0; url=${url}">
<p><a href="${url}" rel="noreferrer">Open nobyte</a></p>
`
