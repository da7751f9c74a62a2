/**
 * What a friend's messages take while strangers attack whom they are for, beside what they take while nobody does. In a
 * network namespace, where the attackers have addresses of the internet: needs root and iproute2.
 */
import { MANY, Field } from '../../flood/field.ts'
import { KINDS, MAILBOX_KINDS } from '../../flood/kinds.ts'
import type { Bench } from '../bench.ts'
import { figure, percentileOf, type Figure } from '../figures.ts'

const MESSAGES = 200
const EVERY_MS = 30
const VISITS = 200
/** Blocks of 256 addresses, one of each: what a host allows, it allows a block. */
const BOTNET = Array.from({ length: 100 }, (_, i) => `20.7.${i}.1`)
/** by two processes at an even pace, of which the host reads what it likes */
const NEW_QUEUES_PER_SECOND = 10_000
/** made beforehand, for no computer makes them as fast as they are to be said */
const PREPARED = 20_000
const CREWS = 2

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

/** What strangers do at a mailbox host, beside how long somebody there takes to leave something, fetch it and let go of it. */
export async function hostile (bench: Bench): Promise<Figure[]> {
  await using field = await Field.open({ execArgv: bench.execArgv })
  const client = await field.depositor()
  const count = bench.count(VISITS, { least: 20 })
  await client.ask('visits', { count: 50 })
  const figures: Figure[] = []
  // Attackers have computers of their own; these compute on the host's. So first, what computing alone does to a figure.
  for (const kind of ['own-work', ...MAILBOX_KINDS] as const) {
    const before = await client.ask<number[]>('visits', { count, everyMs: EVERY_MS / 3 })
    const attack = { kind, target: field.server.address, from: MANY }
    const isFlood = kind === 'new-queues'
    const { done: during, outcome, grownMb, tookMs } = await field.whileAttacked(
      isFlood ? { ...attack, from: BOTNET, perSecond: NEW_QUEUES_PER_SECOND } : attack,
      isFlood ? { prepared: bench.count(PREPARED, { least: 100 }), crews: CREWS } : {},
      async () => await client.ask<number[]>('visits', { count, everyMs: EVERY_MS / 3 })
    )
    const [sent, offered] = [outcome.sent, outcome.offered].map(many => Math.round(many / tookMs * 1000))
    const said = isFlood
      ? `${offered} offered a second from ${BOTNET.length} addresses, of which ${sent} were taken`
      : `${sent} commands or streams a second from ${MANY.length} addresses`
    figures.push(figure({
      measure: `deposit, fetch and let go, 95 of 100, ${kind}`,
      unit: 'ms',
      value: percentileOf(during, 0.95),
      beside: { what: 'just before it', value: percentileOf(before, 0.95) },
      note: kind === 'own-work' ? 'no attack: a process that computes' : `${said}; the host grew by ${Math.round(grownMb)} MB`
    }))
  }
  return figures
}
