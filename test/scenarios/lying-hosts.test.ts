import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import type { StoredCell } from '../../src/wire/gen/mailbox.ts'
import { createWorld } from '../support/world.ts'
import { friends, passing } from './away.ts'

type Lie = (cells: StoredCell[], queue?: object) => StoredCell[]

const altered = (cell: StoredCell): StoredCell => ({ ...cell, body: cell.body.map((byte, i) => i === 100 ? byte ^ 1 : byte) })
/** Of each queue, for Ada may have one there as well. */
const firsts = new WeakMap<object, StoredCell>()

/** In place of the cells that lie there, and what is said of whoever does so. */
const LIES: [fault: string, lie: Lie, words: string][] = [
  ['altered', cells => cells.map(altered), 'alters what it keeps for you'],
  ['repeated', (cells, queue) => {
    if (queue === undefined) return cells
    const first = firsts.get(queue) ?? cells[0]
    if (first === undefined) return cells
    firsts.set(queue, first)
    return cells.length === 0 ? [first] : cells
  }, 'hands you the same things again and again'],
  ['disordered', cells => cells.map(cell => ({ ...cell, at: cell.at % 2n === 0n ? 0n : cell.at })),
    'hands you things in another order than its own'],
  ['withheld', () => [], 'keeps back what it took for you']
]

test('mailbox hosts that lie, each in its own way, are named in why and replaced, and nothing is lost by it', async () => {
  await using world = await createWorld({ servers: 2 + LIES.length, mailboxes: true })
  const [ada, radia] = await friends(world)
  const names = world.network.bootstrap.map(({ operator }) => operator!)
  const chosen = radia.messenger.mailboxes().map(({ host }) => host)
  const inOrder = [...chosen, ...names.filter(name => !chosen.includes(name))]
  for (const name of inOrder.slice(chosen.length)) {
    await radia.messenger.addMailbox(world.network.bootstrap[names.indexOf(name)]!.addresses[0]!, { signal: AbortSignal.timeout(30_000) })
  }
  const liars = radia.messenger.mailboxes().slice(0, LIES.length).map(({ host }) => host) // of those that she added, it says no name
  for (const [i, [, lie]] of LIES.entries()) world.keepers[names.indexOf(inOrder[i]!)]!.lie = lie

  world.cut(ada, radia)
  await ada.sees(radia, { online: false })
  const said = ['lighthouse', 'keeper', 'gull']
  for (const text of said) await ada.say(radia, text)
  // What came first: one may lead to another.
  const found = (): unknown[] => radia.messenger.mailboxes().slice(0, LIES.length)
    .map(({ host, lied, replaced }) => [host, lied[0], replaced])
  await passing(world, 2 * MINUTE, found, LIES.map(([fault], i) => [liars[i], fault, true]))
  const { lines } = await radia.messenger.why('Ada')
  for (const [i, [, , words]] of LIES.entries()) {
    const line = lines.find(text => text.startsWith(`Your mailbox host ${liars[i]} `))
    expect(line).toContain(words)
    expect(line).toContain('Nothing is lost by it, it only takes longer; your contacts are told of another')
  }
  await passing(world, MINUTE, async () => (await ada.mailboxesOf(radia)).length, 2)
  await passing(world, MINUTE, async () => await radia.heard(ada), said)
})
