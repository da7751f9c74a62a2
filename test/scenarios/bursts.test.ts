import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import { Chance } from '../support/chance.ts'
import type { Person } from '../support/person.ts'
import { WorldClock } from '../support/clock.ts'
import { createWorld } from '../support/world.ts'
import { Post, type Desk } from '../messenger/desk.ts'

/** `npm run faults -- bursts` sends 10,000 a burst. */
const MESSAGES = Number(process.env.NOBYTE_BURST ?? 1500)
const KIB = 1024

/** Says all of them at once; each resolves when it is durable. */
async function burst (from: Person, to: Person, label: string): Promise<string[]> {
  const texts = Array.from({ length: MESSAGES }, (_, i) => `${label} ${i}`)
  await Promise.all(texts.map(async text => await from.say(to, text)))
  return texts
}

test(`bursts of ${MESSAGES} messages either way, while lines are cut, silent, slow and mended: all arrive once, in order`, {
  timeout: 240_000 + MESSAGES * 60
}, async () => {
  const chance = new Chance()
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const faults: Record<string, () => void> = {
    cut: () => { world.cut(ada, radia) },
    silent: () => { for (const { line } of [ada, radia]) line.silence() },
    slow: () => { for (const { line } of [ada, radia]) line.slowDown(KIB) },
    slower: () => { ada.line.slowDown(KIB / 4) },
    heal: () => { for (const { line } of [ada, radia]) line.heal() }
  }
  const said: [string[], string[]] = [[], []]
  const happened: string[] = []
  for (const round of ['first', 'second']) {
    const writing = Promise.all([burst(ada, radia, round), burst(radia, ada, round)])
    let isWritten = false
    void writing.finally(() => { isWritten = true })
    // At whatever moment of the burst the next thing that anybody is told of comes.
    while (!isWritten) {
      const fault = chance.of(Object.keys(faults))
      happened.push(fault)
      faults[fault]!()
      await Promise.race([writing, ada.until('something happens', () => false, { withinMs: chance.between(1, 120) }).catch(() => {})])
    }
    const texts = await writing
    for (const i of [0, 1] as const) said[i].push(...texts[i])
    // As slow as that for a while, with all of it waiting.
    for (const { line } of [ada, radia]) line.slowDown(KIB)
    world.clock.pass(MINUTE)
    await ada.until('something of it arrives', () => false, { withinMs: 1000 }).catch(() => {})
    for (const { line } of [ada, radia]) line.slowDown(Infinity)
    await world.heal(ada, radia)
  }
  console.log(`${happened.length} faults: ${happened.join(' ')}`)
  await Promise.all([ada.delivered(radia, { withinMs: 200_000 }), radia.delivered(ada, { withinMs: 200_000 })])
  expect(await radia.heard(ada)).toEqual(said[0])
  expect(await ada.heard(radia)).toEqual(said[1])
})

test(`a burst of ${MESSAGES} messages either way whose envelopes overtake each other, are lost and come twice: each is shown once`, {
  timeout: 240_000 + MESSAGES * 60
}, async () => {
  const chance = new Chance()
  await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
  const { desks, underway } = post
  let said = 0
  while (said < MESSAGES) {
    const count = chance.between(1, 100)
    await Promise.all(Array.from({ length: count }, async () => {
      const text = `${said++}`
      await Promise.all([desks[0].say(desks[1], text), desks[1].say(desks[0], text)])
    }))
    for (const side of [0, 1] as const) {
      for (let i = chance.between(0, underway[side].length); i > 0; i--) {
        const index = chance.between(0, underway[side].length - 1)
        if (chance.happens(0.1)) post.lose(side, index)
        else post.deliver(side, index, { again: chance.happens(0.2) })
      }
    }
    await post.pause()
    if (chance.happens(0.1)) post.connect()
  }
  post.connect()
  // Quiet for a moment is not the end: what was refused is being encrypted anew.
  do await post.deliverAll()
  while (desks[0].owes(desks[1]) + desks[1].owes(desks[0]) > 0)
  const all = Array.from({ length: said }, (_, i) => `${i}`)
  for (const [one, other] of [desks, desks.toReversed() as [Desk, Desk]] as const) {
    const texts: string[] = []
    for (const { direction, text } of await one.rows(other)) if (direction === 'in') texts.push(text)
    expect(texts.sort((a, b) => Number(a) - Number(b))).toEqual(all)
  }
})
