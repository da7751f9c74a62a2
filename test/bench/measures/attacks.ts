/**
 * What a friend's messages take while strangers attack whom they are for, beside what they take while nobody does. In a
 * network namespace, where the attackers have addresses of the internet: needs root and iproute2.
 */
import { MANY, Field } from '../../flood/field.ts'
import { KINDS } from '../../flood/kinds.ts'
import type { Bench } from '../bench.ts'
import { figure, percentileOf, type Figure } from '../figures.ts'

const MESSAGES = 200
const EVERY_MS = 30

export async function attack (bench: Bench): Promise<Figure[]> {
  await using field = await Field.open()
  const messages = bench.count(MESSAGES, { least: 10 })
  const figures: Figure[] = []
  for (const kind of KINDS) {
    // Just before, so that both meet the same machine.
    const { deliveredMs: before } = await field.radia.child.ask<{ deliveredMs: number[] }>('talk', { count: messages, everyMs: EVERY_MS })
    const { address: target } = kind === 'dht-flood' ? field.server : field.ada
    const { talk, grownMb } = await field.during({ kind, target, from: MANY }, { messages })
    figures.push(figure({
      measure: `receipt, 95 of 100, ${kind}`,
      unit: 'ms',
      value: percentileOf(talk.deliveredMs, 0.95),
      beside: { what: 'just before it', value: percentileOf(before, 0.95) },
      note: `victim grew by ${Math.round(grownMb)} MB`
    }))
  }
  return figures
}
