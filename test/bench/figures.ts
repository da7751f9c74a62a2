/** Numbers out of samples, and a table out of numbers. */

export interface Spread {
  p50: number
  p99: number
  n: number
}

const rounded = (value: number): number => Number(value.toPrecision(4))

function percentile (sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  if (value === undefined) throw new Error('nothing was measured')
  return rounded(value)
}

export function spreadOf (samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b)
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), n: sorted.length }
}

export const percentileOf = (samples: readonly number[], share: number): number => percentile(samples.toSorted((a, b) => a - b), share)

/** One measure as it is printed: one JSON line on stdout, one row of the table. */
export interface Figure {
  measure: string
  unit: 'ms' | 'ms of CPU' | 'messages/s' | 'deliveries/s' | 'cells/s' | 'MB' | 'kB' | '% of a CPU' | 'times'
  /** the median where there are several samples */
  value: number
  p99?: number
  n?: number
  /** the same done by plain libp2p in this run, or what else it stands beside */
  beside?: { what: string, value: number, p99?: number }
  /** value ÷ beside; absent where that is nothing */
  ratio?: number
  ratioP99?: number
  note?: string
}

export function figure ({ measure, unit, value, beside, note }: {
  measure: string
  unit: Figure['unit']
  value: number | Spread
  beside?: { what: string, value: number | Spread }
  note?: string
}): Figure {
  const own = typeof value === 'number' ? { value: rounded(value) } : { value: value.p50, p99: value.p99, n: value.n }
  const noted = note === undefined ? {} : { note }
  if (beside === undefined) return { measure, unit, ...own, ...noted }
  const other: Figure['beside'] = typeof beside.value === 'number'
    ? { what: beside.what, value: rounded(beside.value) }
    : { what: beside.what, value: beside.value.p50, p99: beside.value.p99 }
  return {
    measure, unit, ...own, beside: other, ...ratio('ratio', own.value, other.value), ...ratio('ratioP99', own.p99, other.p99), ...noted
  }
}

const ratio = (name: 'ratio' | 'ratioP99', own: number | undefined, other: number | undefined): Partial<Figure> =>
  own === undefined || other === undefined || other === 0 ? {} : { [name]: rounded(own / other) }

/** Of each figure of several rounds the one with the median ratio; where there is none, with the median value. */
export function medians (rounds: readonly Figure[]): Figure[] {
  const groups = Map.groupBy(rounds, ({ measure, beside }) => `${measure}\n${beside?.what}`)
  return [...groups.values()].map(group =>
    group.toSorted((a, b) => (a.ratio ?? a.value) - (b.ratio ?? b.value))[Math.floor((group.length - 1) / 2)]!)
}

const HEADINGS = ['measure', 'p50', 'p99', 'unit', 'beside it', 'p50', 'p99', 'ratio', 'p99', 'note']

export function tableOf (figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(({ measure, unit, value, p99, beside, ratio, ratioP99, note }) =>
    [measure, value, p99, unit, beside?.what, beside?.value, beside?.p99, ratio, ratioP99, note].map(cell => String(cell ?? '')))]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n')
}
