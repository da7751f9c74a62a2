/** The name that is being begun behind an @. */
import { fold } from './fold.ts'

export interface Begun {
  /** where its @ stands */
  at: number
  /** what may be meant */
  names: string[]
}

const BEGUN = /(?:^|[\s(\p{Pi}"'])@([\p{L}\p{N}_][\p{L}\p{N}_ .'-]{0,40})?$/u

export function mentionBegun (text: string, caret: number, all: readonly string[]): Begun | undefined {
  const match = BEGUN.exec(text.slice(0, caret))
  if (match === null) return undefined
  const begun = match[1] ?? ''
  const names = all.filter(name => fold(name).startsWith(fold(begun)) && name !== begun)
  return names.length === 0 ? undefined : { at: caret - begun.length - 1, names }
}
