/** stdout is data, one JSON object a line under --json; stderr is prose, progress and errors. */
import { AppError } from '../api/client.ts'
import { printableJson, printableName, printableText } from './printable.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'

export interface OutputOptions {
  json: boolean
  quiet: boolean
  verbose: boolean
  colour: boolean
}

export class Output {
  readonly json: boolean
  readonly #quiet: boolean
  readonly #verbose: boolean
  readonly #colour: boolean

  constructor ({ json, quiet, verbose, colour }: OutputOptions) {
    this.json = json
    this.#quiet = quiet
    this.#verbose = verbose
    this.#colour = colour
  }

  /** One result: the object for scripts, or the text for people. */
  row (value: { type: string } & Record<string, unknown>, text: string): void {
    process.stdout.write(`${this.json ? printableJson(value) : text}\n`)
  }

  /** Prose beside the data: what happens, what to do next. */
  note (text: string): void {
    if (!this.#quiet && !this.json) process.stderr.write(`${text}\n`)
  }

  good (text: string): string { return this.#paint('32', text) }
  faint (text: string): string { return this.#paint('2', text) }
  strong (text: string): string { return this.#paint('1', text) }

  /** @returns the exit code */
  fail (err: unknown): number {
    const known = asAppError(err)
    const { code, message, hint, details, retryAfterMs } = known
    if (this.json) process.stderr.write(`${printableJson({ error: { code, message, hint, details, retryAfterMs } })}\n`)
    else {
      process.stderr.write(`nobyte: ${printableText(message)}\n${hint === undefined ? '' : `   ${printableText(hint)}\n`}`)
      for (const line of candidateLines(details)) process.stderr.write(`   ${line}\n`)
    }
    if (this.#verbose && err instanceof Error && err.stack !== undefined) process.stderr.write(`${err.stack}\n`)
    return exitCodeOf(code)
  }

  #paint (code: string, text: string): string {
    return this.#colour ? `\u001b[${code}m${text}\u001b[0m` : text
  }
}

function asAppError (err: unknown): AppError {
  if (err instanceof AppError) return err
  const { name, message, code } = err as NodeJS.ErrnoException
  if (name === 'TimeoutError') return new AppError('TIMED_OUT', 'that took too long', { hint: 'Allow more time: --timeout 2m' })
  if (code === 'ENOSPC') return new AppError('DISK_FULL', 'no space left on the disk')
  return new AppError('INTERNAL', code === undefined ? `unexpected: ${message}` : message, { hint: 'See: nobyte doctor' })
}

/** The people that an ambiguous name fits. */
function candidateLines (details: unknown): string[] {
  const { candidates } = (details ?? {}) as { candidates?: unknown }
  if (!Array.isArray(candidates)) return []
  return candidates.map(candidate => typeof candidate === 'string'
    ? printableName(candidate)
    : `${printableName(String(candidate?.name ?? ''))}  ${String(candidate?.contactId ?? '').slice(0, 16)}`)
}

/** `nobyte read ada | head -1` closes the pipe early, and that is no failure. */
export function endQuietlyOnClosedPipe (): void {
  process.stdout.on('error', (err: NodeJS.ErrnoException) => {
    process.exit(err.code === 'EPIPE' ? EXIT.ok : EXIT.failure)
  })
  process.stderr.on('error', () => {})
}
