/** Lengths of time as people type them: 500ms, 30s, 5m, 2h, 7d, 4w. */
import { AppError } from '../api/client.ts'

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** @returns milliseconds. @throws AppError BAD_INPUT */
export function parseDuration (text: string): number {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d|w)$/.exec(text.trim()) ?? []
  if (digits === undefined || unit === undefined) {
    throw new AppError('BAD_INPUT', `"${text}" is no length of time`, { hint: 'Like 500ms, 30s, 5m, 2h, 7d or 4w' })
  }
  return Math.round(Number(digits) * UNIT_MS[unit]!)
}

export function formatDuration (ms: number): string {
  // Weeks only where they are whole: ten days are no week.
  const fits = ([unit, size]: [string, number]): boolean => ms >= size && (unit !== 'w' || ms % size === 0)
  const [unit, size] = Object.entries(UNIT_MS).toReversed().find(fits) ?? ['ms', 1]
  return `${Math.round(ms / size)}${unit}`
}
