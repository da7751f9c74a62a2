/** Lengths of time as people type them: 500ms, 30s, 5m, 2h, 7d. */
import { AppError } from '../api/client.ts'

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** @returns milliseconds. @throws AppError BAD_INPUT */
export function parseDuration (text: string): number {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  if (digits === undefined || unit === undefined) {
    throw new AppError('BAD_INPUT', `"${text}" is no length of time`, { hint: 'Like 500ms, 30s, 5m, 2h or 7d' })
  }
  return Math.round(Number(digits) * UNIT_MS[unit]!)
}

export function formatDuration (ms: number): string {
  const [unit, size] = Object.entries(UNIT_MS).toReversed().find(([, size]) => ms >= size) ?? ['ms', 1]
  return `${Math.round(ms / size)}${unit}`
}
