import { fromHex } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'

/** Gives out the given values in their order, and fails when asked for another length. */
export function fixedRandom (...hex: string[]): Random {
  const values = hex.map(fromHex)
  return length => {
    const value = values.shift()
    if (value?.byteLength !== length) throw new Error(`asked for ${length} random bytes, not ${value?.byteLength ?? 'any'}`)
    return value
  }
}
