/** Sizes as the reader's language writes them. */
import { locale } from '../state/language.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const STEP = 1000

export function sizeOf (bytes: number): string {
  const at = Math.min(UNITS.length - 1, bytes < STEP ? 0 : Math.floor(Math.log(bytes) / Math.log(STEP)))
  const value = bytes / STEP ** at
  return new Intl.NumberFormat(locale.value, {
    style: 'unit', unit: UNITS[at]!, unitDisplay: 'short', maximumFractionDigits: value < 10 && at > 0 ? 1 : 0
  }).format(value)
}
