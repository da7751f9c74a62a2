/** Times and dates as the reader's language writes them. */
import { computed } from '@preact/signals'
import { now } from '../../api/remote.ts'
import { locale, t } from '../state/language.ts'

const clockTime = computed(() => new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }))
const weekday = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'short' }))
const shortDate = computed(() => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short' }))
const dated = computed(() => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short', year: 'numeric' }))
const longDate = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'long', day: 'numeric', month: 'long' }))
const longDatedDate = computed(() => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'long', year: 'numeric' }))
const full = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium' }))

const DAY_MS = 24 * 3600 * 1000

/** The day that was asked for last: what is asked one after the other is mostly of the same. */
let known = { fromMs: 0, untilMs: 0, day: 0 }

/** Days since some day, by this computer's own midnight. */
export function dayOf (atMs: number): number {
  if (atMs >= known.fromMs && atMs < known.untilMs) return known.day
  const at = new Date(atMs)
  const [year, month, date] = [at.getFullYear(), at.getMonth(), at.getDate()] as const
  known = {
    fromMs: new Date(year, month, date).getTime(), untilMs: new Date(year, month, date + 1).getTime(),
    day: Math.floor(Date.UTC(year, month, date) / DAY_MS)
  }
  return known.day
}

/** Noon of that day: a moment in it wherever clocks are put forward. */
export const momentOf = (day: number): number => {
  const at = new Date(day * DAY_MS)
  return new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 12).getTime()
}

const isThisYear = (atMs: number): boolean => new Date(atMs).getFullYear() === new Date(now()).getFullYear()

export const timeOf = (atMs: number): string => clockTime.value.format(atMs)
export const fullTimeOf = (atMs: number): string => full.value.format(atMs)
export const dateOf = (atMs: number): string => (isThisYear(atMs) ? shortDate : dated).value.format(atMs)

/** In a list: a time today, a weekday this week, a date before that. */
export function briefTimeOf (atMs: number): string {
  const days = dayOf(now()) - dayOf(atMs)
  if (days <= 0) return timeOf(atMs)
  return days < 7 ? weekday.value.format(atMs) : dateOf(atMs)
}

export function dayNameOf (atMs: number): string {
  const days = dayOf(now()) - dayOf(atMs)
  if (days === 0) return t('day.today')
  if (days === 1) return t('day.yesterday')
  return (isThisYear(atMs) ? longDate : longDatedDate).value.format(atMs)
}

/** Minutes and seconds that are left. */
export function countdownOf (leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  const two = new Intl.NumberFormat(locale.value, { minimumIntegerDigits: 2 })
  return `${new Intl.NumberFormat(locale.value).format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`
}

const UNITS: [unit: 'minute' | 'hour' | 'day' | 'week', ms: number][] = [
  ['week', 7 * DAY_MS], ['day', DAY_MS], ['hour', 3600_000], ['minute', 60_000]
]

/** "4 weeks" */
export function durationOf (ms: number): string {
  const [unit, unitMs] = UNITS.find(([, one]) => ms >= one && ms % one === 0) ?? UNITS[3]!
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.max(1, Math.round(ms / unitMs)))
}

const SPANS: [unit: 'second' | 'minute' | 'hour' | 'day' | 'year', ms: number][] = [
  ['year', 365.25 * DAY_MS], ['day', DAY_MS], ['hour', 3600_000], ['minute', 60_000], ['second', 1000]
]

/** A span of time, about. */
export function spanOf (ms: number): string {
  // Days say more than one year and some.
  const [unit, unitMs] = SPANS.find(([, one]) => ms >= (one > DAY_MS ? 1.9 : 0.99) * one) ?? SPANS.at(-1)!
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.max(1, Math.round(ms / unitMs)))
}

export function agoOf (atMs: number): string {
  const pastMs = Math.max(0, now() - atMs)
  const [unit, unitMs] = UNITS.find(([, one]) => pastMs >= one) ?? UNITS[3]!
  return new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }).format(-Math.round(pastMs / unitMs), unit)
}
