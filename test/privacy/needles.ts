/** What must not be found anywhere that is not its owner's: each secret, in every form in which a program would hold it. */
import { toHex, utf8, type Bytes } from '../../src/base/bytes.ts'

/** One form of one secret. */
export interface Needle {
  name: string
  bytes: Buffer
}

/** @param secrets by name; texts and names as strings, keys as bytes */
export const needlesFor = (secrets: Record<string, Bytes | string>): Needle[] =>
  Object.entries(secrets).flatMap(([name, secret]) => formsOf(secret).map(bytes => ({ name, bytes })))

function formsOf (secret: Bytes | string): Buffer[] {
  const bytes = typeof secret === 'string' ? utf8(secret) : secret
  const asText = [toHex(bytes), toHex(bytes).toUpperCase(), ...base64Forms(bytes)]
  const wide = typeof secret === 'string' ? [Buffer.from(secret, 'utf16le')] : [] // how V8 keeps strings that have other letters
  return [Buffer.from(bytes), ...wide, ...asText.map(text => Buffer.from(text, 'latin1'))]
}

/** Wherever in an encoded whole the secret begins: three ways to fall on groups of six bits, without the letters at its edges. */
function base64Forms (bytes: Bytes): string[] {
  const forms = [0, 1, 2].flatMap(shift => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    const [from, to] = [Math.ceil(shift * 8 / 6), Math.floor(whole.byteLength * 8 / 6)]
    return (['base64', 'base64url'] as const).map(encoding => whole.toString(encoding).slice(from, to))
  })
  return [...new Set(forms)]
}
