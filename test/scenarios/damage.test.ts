import { expect, test } from 'vitest'
import { withRawLevel } from '../store/workbench.ts'
import { createWorld } from '../support/world.ts'

const SAID = ['one', 'two', 'three', 'four']

test('one flipped byte in any row of the database is named, and costs what stood in it and nothing else', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await ada.say(radia, 'one')
  await radia.hears(ada, ['one'])
  await radia.say(ada, 'two')
  await ada.hears(radia, ['two'])
  await ada.messenger.read('Radia')
  await radia.stop()
  await ada.sees(radia, { online: false })
  await ada.say(radia, 'three')
  await ada.say(radia, 'four')
  await ada.stop()
  const whole = await ada.copyProfile()
  const rows = await withRawLevel(ada.folder, async level => await level.iterator().all())
  const costs: string[] = []
  let rewritten = 0
  for (const [i, [key, value]] of rows.entries()) {
    await whole.putBack({})
    const flipped = new Uint8Array(value)
    flipped[(i * 31) % value.length]! ^= 1 << (i % 8)
    await withRawLevel(ada.folder, async level => { await level.put(key, flipped) })
    try {
      await ada.start()
    } catch (err) {
      expect(err).toMatchObject({ code: 'CORRUPT' })
      costs.push('everything')
      await ada.stop()
      continue
    }
    await ada.store.check()
    const isNamed = ada.store.damage().length > 0
    if (await ada.contact('Radia') === undefined) {
      costs.push('Radia')
    } else {
      const readable = (await ada.messenger.read('Radia', { peek: true })).map(({ text }) => text)
      costs.push(SAID.filter(text => !readable.includes(text)).join())
      await ada.say('Radia', 'still here')
    }
    // A row that is written anew at the start, before anybody reads it, has lost nothing.
    expect(isNamed || costs.at(-1) === '', `row ${i} is named`).toBe(true)
    if (!isNamed) rewritten++
    await ada.stop()
  }
  const count = (cost: string): number => costs.filter(one => one === cost).length
  // The account, the profile's name, the network and the schema: without one of them nothing can be opened.
  expect(count('everything')).toBeLessThanOrEqual(4)
  expect(count('Radia')).toBe(1)
  for (const text of SAID) expect(count(text), text).toBe(1)
  expect(rewritten).toBeLessThan(rows.length / 4)
  expect(count('')).toBe(rows.length - count('everything') - 1 - SAID.length)
})
