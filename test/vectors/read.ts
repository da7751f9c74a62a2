import { readFileSync } from 'node:fs'

/** Frozen examples of a released format: bytes are lower-case hex. They are added to, never changed. */
export function readVectors<T> (name: string): T[] {
  const { vectors } = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as { vectors: T[] }
  if (vectors.length === 0) throw new Error(`no vectors in ${name}.json`)
  return vectors
}
