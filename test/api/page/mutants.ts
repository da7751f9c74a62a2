/** Each check of the page's server, taken away in a copy of its room: whatever stands here must turn a case of its number red. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CASES } from './cases.ts'
import type { Room } from './visitors.ts'

export interface Mutation {
  /** which cases must notice: those whose name begins so */
  check: string
  what: string
  file: string
  from: string | RegExp
  to: string
}

const root = join(import.meta.dirname, '..', '..', '..')
const room = join(root, 'src', 'api', 'page')
const copies = join(root, '.cache', `page-mutants-${process.pid}`)
const CASE_MS = 20_000

/** What every request has to pass. */
const gate = [
  'S02 host', 'S03 target', 'S04 origin', 'S05 fetch site', 'S06 socket path', 'S06 socket origin', 'S07 S08 method', 'S08 type',
  'S09 query', 'S11 length'
].flatMap(name => (name.match(/S\d\d/g) ?? []).map(check => ({
  check, what: name.slice(name.lastIndexOf(check) + 4), file: 'gate.ts', from: new RegExp(`^  \\['${name}'.*$`, 'm'), to: ''
})))

const headers = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "media-src 'self' blob:", "font-src 'self'",
  "connect-src 'self'", "manifest-src 'self'", "worker-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  "require-trusted-types-for 'script'", "trusted-types 'none'"
].map(line => ({ check: 'S13', what: line, file: 'headers.ts', from: `  "${line}"`, to: '  ""' })).concat([
  'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy',
  'cross-origin-embedder-policy', 'cache-control'
].map(name => ({ check: 'S13', what: name, file: 'headers.ts', from: `  '${name}'`, to: "  'x-nothing'" })))

const of = (check: string, file: string, ...changes: [what: string, from: string | RegExp, to: string][]): Mutation[] =>
  changes.map(([what, from, to]) => ({ check, what, file, from, to }))

/** Those of the gate come first. */
export const GATE = gate.length
export const MUTATIONS: readonly Mutation[] = [
  ...gate,
  ...headers,
  ...of('S01', 'server.ts',
    ['every interface', "host: LOOPBACK, port, exclusive", "host: '0.0.0.0', port, exclusive"],
    ['a port that others may share', 'exclusive: true', 'reusePort: true']),
  ...of('S02', 'server.ts', ['a WebSocket of any name', 'refusalOf(askedBy(request, { upgrades: true }), this.#own)', 'undefined']),
  ...of('S06', 'server.ts',
    ['a wrong token on a WebSocket', 'headers.authorization !== undefined && !isKnown', 'headers.authorization === "" && !isKnown'],
    ['frames of any length', 'maxPayload: MAX_REQUEST_BYTES', 'maxPayload: 2 ** 30'],
    ['compression', 'perMessageDeflate: false', 'perMessageDeflate: true'],
    ['nobody has to say who they are', 'if (!isKnown) {', 'if (isKnown) {']),
  ...of('S06', 'socket.ts',
    ['no time limit', 'clock.after(AUTHENTICATE_MS', 'clock.after(AUTHENTICATE_MS * 1e6'],
    ['a first frame of any length', 'if (frame.byteLength > MAX_FIRST_FRAME_BYTES) return undefined', ''],
    ['any method', "method === 'rpc.authenticate' && ", ''],
    ['any token', ' && isKnown(token)', ''],
    ['bytes', 'if (isBinary) return this.end(TEXT_ONLY)', '']),
  ...of('S07', 'headers.ts', ['a CORS header', "'no-store'", "'no-store', 'access-control-allow-origin': '*'"]),
  ...of('S09', 'headers.ts', ['a cookie', "'no-store'", "'no-store', 'set-cookie': 'a=b'"]),
  ...of('S09', 'server.ts',
    ['no token', 'if (!this.#hasToken(request)) return', 'if (false) return'],
    ['two tokens', /^.*'authorization'\)\.length !== 1.*$/m, '']),
  ...of('S09', 'launch.ts',
    ['any token', 'equal(session.hash, hash) && ', ''],
    ['a token for ever', ' && now - session.sinceMs < SESSION_MS', ''],
    ['a code that works again', /this\.#all = valid\.filter.*\n.*valid\.length/, 'return valid.some(one => equal(one.hash, hash))'],
    ['a code for ever', 'untilMs > now', 'true'],
    ['any code', 'return this.#all.length < valid.length', 'return true'],
    ['tokens kept as they are', 'hash: hashOf(token), sinceMs', 'hash: utf8(token), sinceMs']),
  ...of('S09', 'limits.ts', ['short codes', 'CODE_BYTES = 16', 'CODE_BYTES = 8'], ['short tokens', 'TOKEN_BYTES = 32', 'TOKEN_BYTES = 16']),
  ...of('S10', 'throttle.ts',
    ['nobody waits', 'await pause(this.#clock, waitMs)', ''],
    ['any crowd waits', 'if (this.#waiting >= MAX_WAITING_FAILURES) return false', '']),
  ...of('S10', 'server.ts',
    ['calls without a token', 'const isTurn = await this.#options.throttle.fail()', 'const isTurn = true'],
    ['WebSockets with a wrong token', 'refuse(await this.#options.throttle.fail() ? 401 : 429)', 'refuse(401)'],
    ['first frames with a wrong token', 'if (frame !== undefined) await throttle.fail()', ''],
    ['the owner waits as well', 'const gone =', 'await this.#options.throttle.fail(); const gone =']),
  ...of('S10', 'launch.ts', ['guesses without end', 'this.#typed.clear()', '']),
  ...of('S11', 'server.ts',
    ['a body of any length', 'if (bytes > MAX_REQUEST_BYTES) return undefined', ''],
    ['headers of any length', 'maxHeaderSize: MAX_HEADER_BYTES', 'maxHeaderSize: 2 ** 20'],
    ['no time limit for headers', 'headersTimeout: HEADERS_MS', 'headersTimeout: REQUEST_MS'],
    ['no time limit for bodies', 'requestTimeout: REQUEST_MS', 'requestTimeout: 0'],
    ['two lengths, leniently', 'insecureHTTPParser: false', 'insecureHTTPParser: true'],
    ['any number of connections', 'server.maxConnections = MAX_CONNECTIONS', '']),
  ...of('S14', 'server.ts', ["another user's program", /if \(!await this\.#isOurs\(request\.socket\)\) return/g, 'if (false) return']),
  ...of('S14', 'owner.ts', ['whoever it is', 'theirs === own', 'true']),
  ...of('S15', 'door.ts',
    ['a file that stays', 'this.#removal = clock.after(CODE_MS, () => { this.#removePage() })', ''],
    ['a file that stays although it was used', 'this.#removePage()\n        await', 'await'],
    ['the code in the address', 'return { address: `${origin}/`', 'return { address: `${origin}/#code=${this.#codes.code()}`']),
  ...of('S16', 'door.ts',
    ['a short name', 'LABEL_BYTES = 16', 'LABEL_BYTES = 4'],
    ['one name for ever', 'toHex(random(LABEL_BYTES))', "'0'.repeat(2 * LABEL_BYTES)"],
    ['signed in after a stop', 'if (!keep) await', 'if (false) await'],
    ['signed out by a lock', 'if (!keep) await', 'if (true) await']),
  ...of('S18', 'phrase.ts', ['other words each time', 'if (kept !== undefined) return kept', ''])
]

/** @returns the names of the cases that noticed. @throws when there is nothing to take away any more */
export async function noticedBy ({ check, what, file, from, to }: Mutation): Promise<string[]> {
  const folder = join(copies, String(++made))
  await mkdir(copies, { recursive: true })
  await cp(room, folder, { recursive: true })
  try {
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8')
      const mutated = name === file ? text.replace(from, to) : text
      if (name === file && mutated === text) throw new Error(`${check} ${what}: ${file} has nothing of the kind`)
      const moved = mutated.replaceAll(/'\.\.\/(\.\.\/)?([a-zA-Z/.-]+\.ts)'/g, (_match, further: string | undefined, path: string) =>
        `'${join(root, 'src', further === undefined ? 'api' : '', path)}'`)
      await writeFile(join(folder, name), moved)
    }
    const mutant = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'door.ts')).href) as Room
    const failed: string[] = []
    await Promise.all(CASES.filter(({ name }) => name.startsWith(check)).map(async ({ name, run }) => {
      const late = new Promise<never>((_resolve, reject) => { setTimeout(() => { reject(new Error('no end')) }, CASE_MS).unref() })
      await Promise.race([run(mutant), late]).catch(() => { failed.push(name) })
    }))
    return failed
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

let made = 0

export const clear = async (): Promise<void> => { await rm(copies, { recursive: true, force: true }) }
