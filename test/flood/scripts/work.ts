import { createHash } from 'node:crypto'

/** A GET_VALUE or a FIND_NODE of 40 bytes: `type`, then `key`. */
export const dhtRequest = (type: 0 | 4): Uint8Array => {
  const key = crypto.getRandomValues(new Uint8Array(40))
  key.set(new TextEncoder().encode('/nobyte/'))
  return Uint8Array.of(44, 8, type, 18, 40, ...key)
}

/** No attack, and as much computing: what a figure shows where attackers and victim share a computer. */
export async function compute (outcome: { sent: number }, isOn: () => boolean): Promise<void> {
  const bytes = new Uint8Array(65_536)
  while (isOn()) {
    createHash('sha256').update(bytes).digest()
    outcome.sent++
    await new Promise(setImmediate)
  }
}
