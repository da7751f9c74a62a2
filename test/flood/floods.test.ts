import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { needsRoot } from '../support/needs.ts'
import { Field, MANY, type During } from './field.ts'
import type { Kind } from './kinds.ts'
import type { Outcome } from './scripts/attacker.ts'

/** What an attack may cost the victim at most, in MB. */
const MOST_GROWTH_MB = 96

const DEPOSITS = Number(process.env.NOBYTE_DEPOSITS ?? 15)
const p95 = (samples: number[]): number => Math.round(samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.95)]! * 10) / 10

let field: Field

const inAField = needsRoot(test)

interface Strangers extends During {
  from?: string[]
  at?: 'ada' | 'server'
  /** they go on until one of them is turned away: a busy computer may have carried all that Radia says before that */
  isRefused?: boolean
}

/** Radia goes on talking to Ada, whose memory stays where it was. @returns what the attacker saw */
async function holdsOut (
  kind: Kind, { from = MANY, at = 'ada', isRefused = false, ...during }: Strangers = {}
): ReturnType<Field['during']> {
  const until = ({ refused }: Outcome): boolean => !isRefused || refused > 0
  const seen = await field.during({ kind, target: field[at].address, from }, { ...during, until })
  expect(seen.talk.deliveredMs).toHaveLength(10)
  expect(seen.grownMb).toBeLessThan(MOST_GROWTH_MB)
  return seen
}

describe('Ada hears Radia, and her memory does not grow, while strangers', () => {
  beforeAll(async () => { if (process.getuid?.() === 0) field = await Field.open() })
  afterAll(async () => { await field?.[Symbol.asyncDispose]() })

  inAField('hold 1,000 connections half-open', async () => {
    const { outcome } = await holdsOut('half-open', { isRefused: true })
    // Of an address 8, of a block 24: half of the places stay free for those who say who they are.
    expect(outcome.most).toBeLessThan(1000)
  })

  inAField('say one byte a second, before they have said who they are', async () => {
    await holdsOut('slow-bytes')
  })

  inAField('say one byte a second on every protocol', async () => {
    const { outcome } = await holdsOut('slow-frames')
    expect(outcome.sent).toBeGreaterThan(0)
  })

  inAField('negotiate without end and read no answer', async () => {
    await holdsOut('long-lines', { isRefused: true })
  })

  inAField('open ten thousand streams on a connection', async () => {
    const { outcome } = await holdsOut('many-streams')
    expect(outcome.sent).toBeGreaterThan(1000)
  })

  inAField('open streams and reset them at once, as fast as they can', async () => {
    const { outcome } = await holdsOut('rapid-reset')
    expect(outcome.sent).toBeGreaterThan(1000)
  })

  inAField('announce a frame of 4 GiB and begin to send it', async () => {
    await holdsOut('claimed-frame', { isRefused: true })
  })

  inAField('send more than the window that they were given', async () => {
    await holdsOut('wide-window', { isRefused: true })
  })

  inAField('ping the multiplexer and read no answer', async () => {
    await holdsOut('unread-pings', { isRefused: true })
  })

  inAField('flood her with pings, and read no answer', async () => {
    await holdsOut('ping-flood')
  })

  inAField('come with ever new peer ids from one address', async () => {
    const { outcome } = await holdsOut('many-ids', { isRefused: true, from: Array.from({ length: 20 }, () => '20.7.0.1') })
    expect(outcome.most).toBeLessThanOrEqual(16)
  })

  inAField('say again and again that they have ten thousand addresses', async () => {
    const { outcome } = await holdsOut('many-addresses')
    expect(outcome.opened).toBeGreaterThan(0)
  })

  inAField('push identities on her that she did not ask for', async () => {
    const { outcome } = await holdsOut('identify-push', { from: MANY.slice(0, 2) })
    expect(outcome.sent).toBe(0)
  })

  inAField('ask the mailbox host for ever new queues, while somebody leaves things there', async () => {
    const depositor = await field.depositor()
    const [quiet, busy]: number[][] = [await depositor.ask<number[]>('latencies', { count: DEPOSITS }), []]
    const { outcome } = await holdsOut('new-queues', {
      at: 'server',
      prepared: 25 * DEPOSITS,
      meanwhile: async () => { busy!.push(...await depositor.ask<number[]>('latencies', { count: DEPOSITS })) }
    })
    console.log(`deposits: p95 ${p95(quiet!)} ms before, ${p95(busy!)} ms while ${outcome.sent} queues were asked for`)
    expect(busy).toHaveLength(DEPOSITS) // each was stored
    const { queues, cells } = await field.server.child.ask<{ queues: number, cells: number }>('holdings')
    expect(cells).toBe(2 * DEPOSITS)
    expect(queues).toBeLessThan(10) // Ada's, Radia's and the depositor's: nobody who attacks has solved a puzzle
  })

  inAField('repeat commands at the mailbox host, whose operator sees it in its metrics and nobody\'s name there', async () => {
    const counted = async (): Promise<{ text: string, of: (row: string) => number }> => {
      const text = await field.server.child.ask<string>('counted')
      return { text, of: row => Number(text.split('\n').find(line => line.startsWith(`${row} `))?.split(' ')[1]) }
    }
    const REJECTED = 'nobyte_mailbox_rejected_total'
    const HELD = 'nobyte_holdings{kind="heldGroups"}'
    // Whoever attacked before is forgiven within seconds.
    await vi.waitFor(async () => { expect((await counted()).of(HELD)).toBe(0) }, { timeout: 60_000, interval: 50 })
    const before = (await counted()).of(REJECTED)
    await holdsOut('replayed-commands', {
      at: 'server',
      meanwhile: async () => {
        await vi.waitFor(async () => {
          const { text, of } = await counted()
          expect(of(REJECTED)).toBeGreaterThan(before + 16) // and then an address group is held
          expect(of(HELD)).toBeGreaterThan(0)
          for (const line of text.trim().split('\n')) expect(line).toMatch(/^# |^nobyte_[a-z_]+(\{(kind|status)="[A-Za-z_-]+"\})? \d+$/)
          for (const { address } of [field.ada, field.server]) expect(text).not.toContain(address.split('/p2p/')[1])
          expect(text).not.toMatch(/20\.\d+\.\d+\.\d+/)
        }, { timeout: 60_000, interval: 50 })
      }
    })
  })

  inAField('ask her network\'s server at full speed for what it does not have', async () => {
    const { outcome } = await holdsOut('dht-flood', { at: 'server' })
    expect(outcome.sent).toBeGreaterThan(0)
  })
})
