import { describe, expect, test } from 'vitest'
import { createWorld } from '../support/world.ts'

describe('sessions heal', () => {
  test('when the receiver lost its side: visibly, with nothing lost or doubled', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    await ada.say(radia, 'before')
    await radia.hears(ada, ['before'])
    await radia.loseSession(ada)
    await ada.say(radia, 'into the void')
    await world.together(ada, radia)
    await radia.hears(ada, ['before', 'into the void'])
    await radia.say(ada, 'got it')
    await ada.hears(radia, ['got it'])
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual(['before', 'into the void'])
    expect(ada.events('session:reset').length + radia.events('session:reset').length).toBeGreaterThan(0)
  })

  test('when the sender lost its side', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    await ada.loseSession(radia)
    await ada.say(radia, 'under a new one')
    await world.together(ada, radia)
    await radia.hears(ada, ['under a new one'])
    await radia.say(ada, 'and back')
    await ada.hears(radia, ['and back'])
  })

  test('again and again: each time with new spare keys', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    const texts: string[] = []
    for (let i = 0; i < 4; i++) {
      await (i % 2 === 0 ? ada : radia).loseSession(i % 2 === 0 ? radia : ada)
      texts.push(`after loss ${i}`)
      await ada.say(radia, texts.at(-1)!)
      await world.together(ada, radia)
      await radia.hears(ada, texts)
      await radia.say(ada, 'yes')
      await ada.hears(radia, texts.map(() => 'yes'))
    }
    expect(await radia.heard(ada)).toEqual(texts)
  })

  test('after an old copy of a profile was put back: its sessions are reset, and nothing is doubled', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    await radia.stop()
    await ada.sees(radia, { online: false })
    await ada.say(radia, 'waiting when the copy was made')
    await ada.stop()
    const copy = await ada.copyProfile()
    await ada.start()
    await radia.start()
    await world.together(ada, radia)
    await ada.say(radia, 'said after the copy')
    await radia.hears(ada, ['waiting when the copy was made', 'said after the copy'])
    await radia.say(ada, 'answered after the copy')
    await ada.hears(radia, ['answered after the copy'])
    await ada.stop()
    await copy.putBack({ keepCounter: true })

    const { resetCount } = await ada.start().then(async () => await ada.deviceState(radia))
    expect(resetCount).toBeGreaterThan(0)
    await world.together(ada, radia)
    await ada.say(radia, 'after all')
    await radia.hears(ada, ['waiting when the copy was made', 'said after the copy', 'after all'])
    await radia.say(ada, 'welcome back')
    await ada.until('that is heard', async () => (await ada.heard(radia)).includes('welcome back'))
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual(['waiting when the copy was made', 'said after the copy', 'after all'])
    await ada.restart()
    await world.together(ada, radia)
    await ada.say(radia, 'and on')
    await radia.hears(ada, ['waiting when the copy was made', 'said after the copy', 'after all', 'and on'])
  })

  test('after a whole disk was put back, counter file and all: the other side\'s count tells', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    await ada.stop()
    const copy = await ada.copyProfile()
    await ada.start()
    await world.together(ada, radia)
    for (const text of ['one', 'two', 'three']) {
      await ada.say(radia, text)
      await ada.delivered(radia)
    }
    await ada.stop()
    await copy.putBack()
    const resets = ada.events('session:reset').length
    await ada.start()
    await world.together(ada, radia)
    await ada.until('the session is reset', () => ada.events('session:reset').length > resets)
    await ada.say(radia, 'four')
    await radia.hears(ada, ['one', 'two', 'three', 'four'])
    await radia.say(ada, 'five')
    await ada.hears(radia, ['five'])
    expect(await radia.heard(ada)).toEqual(['one', 'two', 'three', 'four'])

    const after = ada.events('session:reset').length
    await ada.restart()
    await world.together(ada, radia)
    await ada.say(radia, 'six')
    await radia.hears(ada, ['one', 'two', 'three', 'four', 'six'])
    expect(ada.events('session:reset').length).toBe(after) // once is enough
  })
})
