/** What stories of mailboxes have in common: who is away, what was left for them, and what they owe for it. */
import { expect } from 'vitest'
import { SECOND } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import type { World } from '../support/world.ts'

const PATIENCE = { timeout: 45_000, interval: 50 }

/** Two who met, and told each other where something may be left for them. */
export async function friends (world: World): Promise<[Person, Person]> {
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  for (const [person, from] of [[ada, radia], [radia, ada]] as const) {
    await expect.poll(async () => [(await person.mailboxesOf(from)).length, await person.owes(from)], PATIENCE)
      .toEqual([Math.min(2, world.keepers.length + world.hosts.length), 0])
  }
  return [ada, radia]
}

export async function gone (person: Person, other: Person): Promise<void> {
  await person.stop()
  await other.sees(person, { online: false })
}

/** Everything that has not arrived lies at so many hosts; the pause before second copies is let pass. */
export async function left (world: World, from: Person, to: Person, copies: number): Promise<void> {
  await expect.poll(async () => {
    const open = (await from.said(to)).filter(({ state }) => state !== 'delivered' && state !== 'read')
    const least = Math.min(...open.map(({ custody = [] }) => custody.length))
    if (least > 0 && least < copies) world.clock.pass(5 * SECOND)
    return least
  }, PATIENCE).toBe(copies)
}

/** What was fetched is receipted, and so it is let go of. */
export async function receipted (world: World, person: Person): Promise<void> {
  await expect.poll(async () => {
    world.clock.pass(5 * SECOND)
    return await person.receiptsDue()
  }, PATIENCE).toBe(0)
}
