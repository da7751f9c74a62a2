/**
 * A secret in a file of its own, for nodes without a passphrase: `<secret>.<checksum>`, both base64url. The checksum tells a
 * damaged secret from another one: a server that silently took another key would be lost to everyone who knows it.
 */
import { fromBase64url, toBase64url, toText, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { sha256 } from '../crypto/primitives.ts'
import { mendOneByte } from './damage/oneByte.ts'
import { readWhole, replaceFile } from './files.ts'

const CHECKSUM_BYTES = 9

/** @returns undefined when there is no such file. @throws AppError CORRUPT: more than one byte of it is wrong */
export async function readKeyFile (path: string, { name, log }: { name: string, log: Log }): Promise<Bytes | undefined> {
  const content = await readWhole(path)
  if (content === undefined) return undefined
  const found = await mendOneByte(content, { path, name, isSound: candidate => secretIn(candidate) !== undefined, log })
  if (found === undefined) throw new AppError('CORRUPT', `the key file ${path} is damaged`)
  return secretIn(found.content)
}

/** Durable when it resolves. @throws AppError DISK_FULL */
export async function writeKeyFile (path: string, secret: Bytes): Promise<void> {
  await replaceFile(path, textOf(secret))
}

const textOf = (secret: Bytes): string => `${toBase64url(secret)}.${toBase64url(sha256(secret).subarray(0, CHECKSUM_BYTES))}\n`

function secretIn (content: Bytes): Bytes | undefined {
  const text = toText(content)
  const [, encoded] = /^([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\n$/.exec(text) ?? []
  if (encoded === undefined) return undefined
  const secret = fromBase64url(encoded)
  return text === textOf(secret) ? secret : undefined
}
