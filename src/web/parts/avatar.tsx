import type { JSX } from 'preact'
import { initialsOf } from '../text/names.ts'

const HUES = 8

/** The same person has the same colour everywhere. */
function hueOf (id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  return sum % HUES
}

export function Avatar ({ id, name, online = false }: { id: string, name: string, online?: boolean }): JSX.Element {
  return <span class={`avatar hue-${hueOf(id)}${online ? ' is-online' : ''}`} aria-hidden="true"><span>{initialsOf(name)}</span></span>
}
