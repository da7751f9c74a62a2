import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/base/time.ts'
import type { StoredCell } from '../../src/wire/gen/mailbox.ts'
import { createWorld } from '../support/world.ts'
import { friends, gone, left, passing } from './away.ts'

const altered = (cell: StoredCell): StoredCell => ({ ...cell, body: cell.body.map((byte, i) => i === 100 ? byte ^ 1 : byte) })

/** In place of the cells that lie there, and what is said of whoever does so. */
const LIES: [fault: string, lie: () => (cells: StoredCell[]) => StoredCell[], words: string][] = [
  ['altered', () => cells => cells.map(altered), 'alters what it keeps for you'],
  ['disordered', () => cells => cells.toReversed(), 'hands you things in another order than its own'],
  ['repeated', () => {
    let first: StoredCell | undefined
    return cells => {
      first ??= cells[0]
      return cells.length === 0 && first !== undefined ? [first] : cells
    }
  }, 'hands you the same things again and again'],
  ['withheld', () => () => [], 'keeps back what it took for you']
]

describe('mailbox hosts', () => {
  test('that lie, one after another and each in its own way, are named in why and replaced, and nothing is lost by it', async () => {
    await using world = await createWorld({ servers: 2 + LIES.length, mailboxes: true })
    const [ada, radia] = await friends(world)
    const said: string[] = []
    for (const [fault, lie, words] of LIES) {
      const { host } = radia.messenger.mailboxes().find(({ replaced }) => !replaced)!
      const keeper = world.keepers[Number(host.split(' ')[1]) - 1]!
      const state = (): object => radia.messenger.mailboxes().find(one => one.host === host)!
      expect(state()).toMatchObject({ lied: [], replaced: false })
      await gone(radia, ada)
      for (const copies of [1, 2]) { // each in an envelope of its own
        said.push(`${fault} ${copies}`)
        await ada.say(radia, said.at(-1)!)
        await left(world, ada, radia, copies)
      }
      keeper.lie = lie()
      world.cut(ada) // all of it comes from the hosts
      await radia.start()
      await radia.hears(ada, said)
      await passing(world, 2 * MINUTE, () => (state() as { lied: string[] }).lied, [fault])
      await passing(world, MINUTE, () => state(), expect.objectContaining({ lied: [fault], replaced: true }))
      expect((await radia.messenger.why('Ada')).lines.join('\n'))
        .toContain(`Your mailbox host ${host} ${words}. Nothing is lost by it, it only takes longer; your contacts are told of another one`)
      await world.heal(ada, radia)
      const known = async (): Promise<[number, boolean]> => {
        const hosts = await ada.mailboxesOf(radia)
        return [hosts.length, hosts.includes(host)]
      }
      await passing(world, 5 * SECOND, known, [2, false])
    }
    expect(await radia.heard(ada)).toEqual(said)
  })
})
