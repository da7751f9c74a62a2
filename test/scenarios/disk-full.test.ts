import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import { SmallDisk } from '../support/disk.ts'
import { needsTmpfs } from '../support/needs.ts'
import { createWorld, meet } from '../support/world.ts'

needsTmpfs(test)('with a full disk sending fails by name, nothing is acknowledged, and all goes on when there is space', async () => {
  await using disk = await SmallDisk.of(48)
  await using world = await createWorld()
  const ada = await world.person('Ada', { folder: disk.folder })
  const radia = await world.person('Radia')
  await meet(ada, radia)
  await world.introduced(ada, radia)
  world.clock.pass(MINUTE) // the store takes its reserve
  await world.together(ada, radia)
  await ada.say(radia, 'while there is space')
  await ada.delivered(radia)

  await disk.fill()
  const kept = ['while there is space']
  let failure: unknown
  for (let i = 0; i < 2000 && failure === undefined; i++) {
    const text = `${i} ${'x'.repeat(20_000)}`
    await ada.say(radia, text).then(() => { kept.push(text) }, err => { failure = err })
  }
  expect(failure).toMatchObject({ code: 'DISK_FULL' })
  expect((await ada.said(radia)).map(({ text }) => text)).toEqual(kept)
  await radia.say(ada, 'do you have room?')
  await expect(ada.say(radia, 'not kept')).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(await ada.heard(radia)).toEqual([])
  expect((await radia.said(ada)).map(({ state }) => state)).not.toContain('delivered')

  await disk.clear()
  await world.together(ada, radia)
  await radia.delivered(ada)
  await ada.say(radia, 'space again')
  await ada.delivered(radia)
  expect(await ada.heard(radia)).toEqual(['do you have room?'])
  expect(await radia.heard(ada)).toEqual([...kept, 'space again'])
})
