/** What stories of mailboxes have in common: who is away, what was left for them, and what they owe for it. */
import { expect } from 'vitest'
import { SECOND } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import type { World } from '../support/world.ts'

const PATIENCE = { timeout: 100_000, interval: 50 }

/**
 * Time passes in steps until it is so. Ever more slowly: on a busy computer, what is under way must not run into its deadline
 * at each step.
 */
export async function passing<T> (world: World, stepMs: number, what: () => T | Promise<T>, wanted: T): Promise<void> {
  for (let pauseMs = 50; pauseMs < 10_000; pauseMs *= 1.1) {
    world.clock.pass(stepMs)
    try {
      return await expect.poll(what, { timeout: pauseMs, interval: 25 }).toEqual(wanted)
    } catch {}
  }
  expect(await what()).toEqual(wanted)
}

/** Two who met, and told each other where something may be left for them. */
export async function friends (world: World): Promise<[Person, Person]> {
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await told(ada, radia, Math.min(2, world.keepers.length + world.hosts.length))
  return [ada, radia]
}

/** Each knows so many hosts at which to leave something for the other, and owes them nothing. */
export async function told (ada: Person, radia: Person, hosts: number): Promise<void> {
  for (const [person, from] of [[ada, radia], [radia, ada]] as const) {
    await expect.poll(async () => [(await person.mailboxesOf(from)).length, await person.owes(from)], PATIENCE).toEqual([hosts, 0])
  }
}

export async function gone (person: Person, other: Person): Promise<void> {
  await person.stop()
  await other.sees(person, { online: false })
}

/** Everything that has not arrived lies at so many hosts; the pause before second copies is let pass. */
export async function left (world: World, from: Person, to: Person, copies: number): Promise<void> {
  const least = async (): Promise<number> => {
    const open = (await from.said(to)).filter(({ state }) => state !== 'delivered' && state !== 'read')
    return Math.min(...open.map(({ custody = [] }) => custody.length))
  }
  await expect.poll(least, PATIENCE).toBeGreaterThan(0)
  if (await least() < copies) await passing(world, 5 * SECOND, least, copies)
}

/** What was fetched is receipted, and so it is let go of. */
export async function receipted (world: World, person: Person): Promise<void> {
  await passing(world, 5 * SECOND, async () => await person.receiptsDue(), 0)
}
