/**
 * Two words of this profile's own, by which whoever sits here tells its page from one that only looks like it, before they
 * type their passphrase. They are no secret from who can read the profile's folder, and so lie there in the clear.
 */
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { toText } from '../../base/bytes.ts'
import type { Random } from '../../base/random.ts'
import { readWhole, replaceFile } from '../../store/files.ts'

export const PHRASE_WORDS = 2
const MAX_PHRASE_CHARS = 64

/** Makes them where there are none yet. @throws AppError DISK_FULL */
export async function ownPhrase (path: string, { random }: { random: Random }): Promise<string[]> {
  const kept = await readPhrase(path)
  if (kept !== undefined) return kept
  const words = Array.from({ length: PHRASE_WORDS }, () => wordlist[new DataView(random(2).buffer).getUint16(0) % wordlist.length]!)
  await replaceFile(path, `${words.join(' ')}\n`)
  return words
}

/** @returns undefined where there are none, or something else */
export async function readPhrase (path: string): Promise<string[] | undefined> {
  const content = await readWhole(path)
  if (content === undefined || content.byteLength > MAX_PHRASE_CHARS) return undefined
  const words = toText(content).trim().split(' ')
  return words.length === PHRASE_WORDS && words.every(word => wordlist.includes(word)) ? words : undefined
}
