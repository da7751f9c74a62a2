/**
 * pnet's cipher, kept from ending the process. All of its streams share one WebAssembly memory, of which each holds its own
 * view. Once any of them needs more room than the ten pages that it begins with, all other views are void, and each of
 * them, at its next use, takes that for too little room and grows the memory again: a hundred uses later it is at its end,
 * and the error is thrown out of a socket's event, where nobody can catch it. One large write was enough; so were some
 * five thousand connections by whoever liked, as no stream ever gave its place back.
 */
import type { MessageStream } from '@libp2p/interface'

/** Far below what the memory begins with, even with thousands of streams. */
const MAX_PIECE_BYTES = 64 * 1024

interface Cipher {
  update: (input: Uint8Array) => Uint8Array
  finalize: () => void
}

/** @param connection as pnet made it, which names its two ciphers so */
export function guardCiphers (connection: MessageStream): void {
  const streams = connection as unknown as { inboundXor: Cipher, outboundXor: Cipher }
  const ciphers = [streams.inboundXor, streams.outboundXor]
  let isOver = false
  const inPieces = (cipher: Cipher): Cipher => ({
    update (input) {
      if (isOver) return new Uint8Array(input.byteLength) // nobody reads it; and were it sent, it would tell nothing
      if (input.byteLength <= MAX_PIECE_BYTES) return cipher.update(input)
      const output = new Uint8Array(input.byteLength)
      for (let at = 0; at < input.byteLength; at += MAX_PIECE_BYTES) {
        output.set(cipher.update(input.subarray(at, at + MAX_PIECE_BYTES)), at)
      }
      return output
    },
    finalize () {}
  })
  streams.inboundXor = inPieces(ciphers[0]!)
  streams.outboundXor = inPieces(ciphers[1]!)
  connection.addEventListener('close', () => {
    if (isOver) return
    isOver = true
    for (const cipher of ciphers) cipher.finalize()
  })
}
