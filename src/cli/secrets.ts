/** Passphrases and recovery words: from a prompt, a file or a file descriptor; never from a flag or the environment. */
import { createReadStream } from 'node:fs'
import { AppError } from '../api/client.ts'
import type { Context } from './context.ts'
import { askHidden, askLine } from './prompts.ts'

const MAX_SECRET_BYTES = 4096

export interface PassphraseOptions {
  passphraseFile?: string
  passphraseFd?: string
}

/** @returns undefined when no source was named. @throws AppError NOT_FOUND, BAD_INPUT */
export async function readPassphrase ({ passphraseFile, passphraseFd }: PassphraseOptions): Promise<string | undefined> {
  if (passphraseFile !== undefined && passphraseFd !== undefined) {
    throw new AppError('USAGE', 'one source for the passphrase, please', { hint: '--passphrase-file or --passphrase-fd' })
  }
  const source = passphraseFile ?? (passphraseFd === undefined ? undefined : parseFd(passphraseFd))
  if (source === undefined) return undefined
  const passphrase = (await readSecret(source)).replace(/\r?\n$/, '')
  if (passphrase === '') throw new AppError('BAD_INPUT', 'the passphrase is empty')
  return passphrase
}

/** A new passphrase, asked twice. @throws AppError USAGE: nobody can be asked */
export async function choosePassphrase (context: Context, options: PassphraseOptions): Promise<string> {
  const given = await readPassphrase(options)
  if (given !== undefined) return given
  if (!context.interactive) throw new AppError('USAGE', 'a passphrase is needed', { hint: 'Add --passphrase-file FILE' })
  context.out.note('A passphrase locks everything on this computer. It cannot be reset.')
  while (true) {
    const first = await askHidden('Passphrase: ')
    if (first === '') continue
    if (await askHidden('Once more: ') === first) return first
    context.out.note('They differ. Again:')
  }
}

/** @throws AppError USAGE: nobody can be asked; BAD_INPUT: not 24 words */
export async function readRecoveryWords (context: Context, wordsFile?: string): Promise<string[]> {
  if (wordsFile === undefined && !context.interactive) {
    throw new AppError('USAGE', 'the recovery words are needed', { hint: 'Add --words-file FILE' })
  }
  const text = wordsFile === undefined ? await askLine('The 24 recovery words: ', context) : await readSecret(wordsFile)
  const words = text.toLowerCase().split(/[\s,]+/).filter(word => /^[a-z]+$/.test(word))
  if (words.length !== 24) throw new AppError('BAD_INPUT', `24 recovery words are needed, not ${words.length}`)
  return words
}

function parseFd (text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new AppError('BAD_INPUT', `"${text}" is no file descriptor`)
  return Number(text)
}

async function readSecret (source: string | number): Promise<string> {
  const stream = typeof source === 'number' ? createReadStream('', { fd: source }) : createReadStream(source)
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      bytes += part.byteLength
      if (bytes > MAX_SECRET_BYTES) break
      parts.push(part)
    }
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new AppError('NOT_FOUND', `no file ${source}`, { cause: err })
    throw new AppError('REFUSED', `cannot read ${source} (${code ?? 'unknown reason'})`, { cause: err })
  }
  if (bytes > MAX_SECRET_BYTES) throw new AppError('TOO_LARGE', `more than ${MAX_SECRET_BYTES} bytes are no passphrase`)
  return Buffer.concat(parts).toString('utf8')
}
