import { expect, test } from 'vitest'
import type { AccountId } from '../../src/base/ids.ts'
import type { ContactRow } from '../../src/messenger/core/rows.ts'
import type { Link } from '../../src/messenger/reach/links.ts'
import { Typing } from '../../src/messenger/typing.ts'
import type { Frame } from '../../src/wire/gen/delivery.ts'
import { StoryClock } from '../protocols/clock.ts'
import { createWorld } from '../support/world.ts'

const RADIA = 'radia' as AccountId

/** Radia as Ada knows her, and a link to her device over each of these routes. */
function side ({ routes = ['direct'], contact = {} }: { routes?: Link['route'][], contact?: Partial<ContactRow> } = {}) {
  const sent: Frame['typing'][] = []
  const told: object[] = []
  const clock = new StoryClock()
  const radia = { contactId: RADIA, ...contact } as ContactRow
  const links = routes.map(route => ({
    route, tag: { contactId: RADIA }, send: async ({ typing }: Partial<Frame>) => { sent.push(typing) }
  }) as unknown as Link)
  const typing = new Typing({
    contacts: { get: () => radia }, links: { of: () => links }, changes: { tell (_name, payload) { told.push(payload) } }, clock
  })
  return { typing, radia, links, sent, told, clock }
}

test('who writes is told over a direct way alone', async () => {
  const { typing, radia, links, sent, told } = side({ routes: ['relayed'] })
  await typing.say(radia, true)
  typing.hear(links[0]!, true)
  expect([sent, told]).toEqual([[], []])
})

test('whoever does not tell, or is blocked, is told nothing either', async () => {
  for (const contact of [{ typing: false }, { blockedAtMs: 1 }]) {
    const { typing, radia, links, sent, told } = side({ contact })
    await typing.say(radia, true)
    typing.hear(links[0]!, true)
    expect([sent, told]).toEqual([[], []])
  }
})

test('the same again within two seconds is neither sent nor told, however often it is said', async () => {
  const { typing, radia, links, sent, told, clock } = side()
  for (const on of [true, true, false, false, true]) {
    await typing.say(radia, on)
    typing.hear(links[0]!, on)
  }
  expect(sent).toEqual([{ on: true }, { on: false }, { on: true }])
  expect(told).toEqual([true, false, true].map(on => ({ contactId: RADIA, on })))
  clock.pass(2000)
  await typing.say(radia, true)
  typing.hear(links[0]!, true)
  expect([sent.length, told.length]).toEqual([4, 4])
})

test('Radia sees that Ada writes and stops, until she wants to see it no more; nothing of it is kept', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const heard = (): boolean[] => radia.happened
    .flatMap(({ name, payload }) => name === 'contact:typing' ? [(payload as { on: boolean }).on] : [])
  await Promise.all([ada.sees(radia, { online: true }), radia.sees(ada, { online: true })])
  const kept = radia.messenger.log.latestSeq
  await ada.messenger.chats.typing('Radia', true)
  await radia.until('she sees it', () => heard().length === 1)
  await ada.messenger.chats.typing('Radia', false)
  await radia.until('she sees that it is over', () => heard().length === 2)
  expect(heard()).toEqual([true, false])
  expect(radia.messenger.log.latestSeq).toBe(kept)
  expect(await radia.messenger.setTyping('Ada', false)).toMatchObject({ typing: false })
  await ada.messenger.chats.typing('Radia', true)
  await ada.say(radia, 'written')
  await radia.hears(ada, ['written'])
  expect(heard()).toEqual([true, false])
})
