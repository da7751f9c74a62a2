/** After how long messages disappear, as it is offered. */
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export const TIMERS_MS = [0, 5 * MINUTE_MS, 60 * MINUTE_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS, 364 * DAY_MS]

/** Those that are offered, and the one that holds. */
export const timersWith = (afterMs: number): number[] =>
  TIMERS_MS.includes(afterMs) ? TIMERS_MS : [...TIMERS_MS, afterMs].sort((a, b) => a - b)
