/** Hostile bytes made from honest ones: bits flipped, parts lost, repeated or exchanged, and protobuf fields one by one. */

/** A small generator whose whole run follows from its seed (mulberry32). */
export class Dice {
  #state: number

  constructor (seed: number) {
    this.#state = seed >>> 0
  }

  below (limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * limit)
  }

  bytes (length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }
}

interface Field {
  start: number
  /** of what the field holds */
  body: number
  end: number
  type: number
}

const COUNTED = 2
/** lengths that claim more than there is: 127, 64 KiB, 4 MiB + 1, 4 GiB, and a varint that does not end */
const CLAIMS = [[0x7f], [0x80, 0x80, 0x04], [0x81, 0x80, 0x80, 0x02], [0x80, 0x80, 0x80, 0x80, 0x10], Array<number>(11).fill(0xff)]

/** The fields of a protobuf message, as far as it is one. */
export function fieldsOf (bytes: Uint8Array, from = 0, to = bytes.byteLength): Field[] {
  const fields: Field[] = []
  for (let at = from; at < to;) {
    const start = at
    const tag = varint(bytes, at, to)
    if (tag === undefined) return fields
    const type = tag.value % 8
    const value = type === 0 || type === COUNTED ? varint(bytes, tag.end, to) : undefined
    if (value === undefined && (type === 0 || type === COUNTED)) return fields
    const body = value?.end ?? tag.end
    const end = type === COUNTED ? body + value!.value : type === 1 ? body + 8 : type === 5 ? body + 4 : type === 0 ? body : Infinity
    if (end > to) return fields
    fields.push({ start, body, end, type })
    at = end
  }
  return fields
}

function varint (bytes: Uint8Array, from: number, to: number): { value: number, end: number } | undefined {
  let value = 0
  for (let at = from; at < Math.min(to, from + 8); at++) {
    value += (bytes[at]! & 127) * 128 ** (at - from)
    if (bytes[at]! < 128) return { value, end: at + 1 }
  }
  return undefined
}

const join = (...parts: (Uint8Array | number[])[]): Uint8Array => Buffer.concat(parts.map(part => Uint8Array.from(part)))

export function mutate (valid: Uint8Array, dice: Dice): Uint8Array {
  let bytes = valid
  for (let more = 0; more <= dice.below(3); more++) bytes = dice.below(2) === 0 ? blind(bytes, dice) : fieldWise(bytes, dice)
  return bytes
}

function blind (bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice.below(bytes.byteLength + 1)
  switch (dice.below(5)) {
    case 0: return bytes.map((byte, index) => index === at ? byte ^ 1 << dice.below(8) : byte)
    case 1: return bytes.slice(0, at)
    case 2: return join(bytes.subarray(0, at), dice.bytes(dice.below(20)), bytes.subarray(at))
    case 3: return join(bytes.subarray(0, at), bytes.subarray(at + dice.below(20)))
    default: return dice.bytes(dice.below(300))
  }
}

function fieldWise (bytes: Uint8Array, dice: Dice): Uint8Array {
  const outer = fieldsOf(bytes)
  const nested = outer.filter(({ type }) => type === COUNTED).flatMap(({ body, end }) => fieldsOf(bytes, body, end))
  const fields = [...outer, ...nested]
  const field = fields[dice.below(fields.length)]
  if (field === undefined) return blind(bytes, dice)
  const [before, whole, after] = [bytes.subarray(0, field.start), bytes.subarray(field.start, field.end), bytes.subarray(field.end)]
  switch (dice.below(6)) {
    case 0: return join(before, after)
    case 1: return join(before, ...Array.from({ length: 2 + dice.below(30) }, () => whole), after)
    case 2: return join(before, [whole[0]! ^ 1 << dice.below(7)], whole.subarray(1), after)
    case 3: return join(before, [whole[0]!], CLAIMS[dice.below(CLAIMS.length)]!, bytes.subarray(field.body))
    case 4: return join(before, whole.subarray(0, field.body - field.start), dice.bytes(field.end - field.body), after)
    default: return join(after, whole, before)
  }
}
