/** Text that is piped in. */
import { AppError } from '../api/client.ts'
import type { Context } from './context.ts'

/** a little over the longest message, so that the node can say that it is too long */
const MAX_STDIN_BYTES = 256 * 1024

/** Everything on standard input, without its last newline. @throws AppError TOO_LARGE, USAGE */
export async function readText ({ interactive, out }: Context): Promise<string> {
  if (interactive) out.note('Type the message; Ctrl-D on an empty line sends it.')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    bytes += part.byteLength
    if (bytes > MAX_STDIN_BYTES) throw new AppError('TOO_LARGE', 'a message has at most 64 KiB')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8').replace(/\r?\n$/, '')
}
