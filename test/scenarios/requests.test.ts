import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'
import { passing } from './away.ts'

/** Follows a reusable link and resolves once the request lies with its maker. */
async function ask (joiner: Person, maker: Person, link: string, text?: string): Promise<void> {
  const before = (await maker.messenger.requests()).length
  await joiner.accept(link, { wait: false, ...(text === undefined ? {} : { text }) })
  await maker.until('the request is there', async () => (await maker.messenger.requests()).length > before)
}

describe('a reusable link', () => {
  test('lets people ask, and whoever is approved can talk', async () => {
    await using world = await createWorld()
    const [ada, radia, grace] = await world.people('Ada', 'Radia', 'Grace')
    const link = await ada.invite({ reusable: true })
    await ask(radia, ada, link, 'we met at the fair')
    await ask(grace, ada, link)
    expect((await ada.messenger.requests()).map(({ name, text }) => [name, text]))
      .toEqual([['Radia', 'we met at the fair'], ['Grace', '']])
    expect(await ada.messenger.people()).toEqual([])
    await radia.until('the request is known to have arrived', async () => (await radia.contact('Ada'))?.state === 'request-sent')

    const [first] = await ada.messenger.requests()
    await ada.messenger.approveRequest(first!.requestId)
    await world.together(ada, radia)
    await radia.say(ada, 'hello')
    await ada.hears(radia, ['hello'])
    expect((await ada.messenger.requests()).map(({ name }) => name)).toEqual(['Grace'])
  })

  test('tells whoever is declined, and forgets what they wrote', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await ask(radia, ada, await ada.invite({ reusable: true }), 'let me in')
    const [request] = await ada.messenger.requests()
    await ada.messenger.declineRequest(request!.requestId)
    expect(await ada.messenger.requests()).toEqual([])
    await radia.until('it is waited for', async () => (await radia.contact('Ada'))?.state === 'request-sent')
    await passing(world, 6 * MINUTE, () => radia.events('accept:failed').length, 1)
    expect(radia.events('accept:failed')[0]?.code).toBe('REFUSED')
    expect(await radia.messenger.people()).toEqual([])
  })

  test('keeps requests across a restart of both, and approval after it connects them', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await ask(radia, ada, await ada.invite({ reusable: true }))
    await radia.say('Ada', 'written before the answer')
    await ada.restart()
    await radia.restart()
    const [request] = await ada.messenger.requests()
    await ada.messenger.approveRequest(request!.requestId)
    await world.together(ada, radia)
    await ada.hears(radia, ['written before the answer'])
  })

  test('takes first words of 200 characters and no more', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    const link = await ada.invite({ reusable: true })
    await expect(radia.accept(link, { wait: false, text: 'x'.repeat(201) })).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await ask(radia, ada, link, 'ü'.repeat(200))
    expect((await ada.messenger.requests())[0]?.text).toBe('ü'.repeat(200))
  })

  test('can be revoked: who asked before is still answered, who asks later is not', async () => {
    await using world = await createWorld()
    const [ada, radia, grace] = await world.people('Ada', 'Radia', 'Grace')
    const { link, inviteId } = await ada.messenger.invite({ reusable: true })
    await ask(radia, ada, link)
    await ada.messenger.revokeInvite(inviteId)
    await expect(grace.accept(link)).rejects.toMatchObject({ code: expect.stringMatching(/LINK_USED|LINK_EXPIRED/) })
    await ada.messenger.approveRequest((await ada.messenger.requests())[0]!.requestId)
    await world.together(ada, radia)
  })
})
