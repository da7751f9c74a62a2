import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../src/base/random.ts'
import { DAY, MINUTE, SECOND, type Clock } from '../../src/base/time.ts'
import { createWorld } from '../support/world.ts'
import { left, passing } from './away.ts'

const PATIENCE = { timeout: 100_000, interval: 50 }

describe('a link whose maker is away', () => {
  test('lies at one host at least when it is handed out, by somebody who has a mailbox', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const ada = await world.person('Ada')
    await expect.poll(() => ada.messenger.mailboxes().length, PATIENCE).toBe(2)
    expect((await ada.messenger.invite()).mailboxes.length).toBeGreaterThan(0)
  })

  test('works by the mailboxes alone: Cleo follows it although the DHT has forgotten it, and Ada finds her words', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const ada = await world.person('Ada')
    const invite = await ada.messenger.invite()
    await expect.poll(async () => (await ada.messenger.invites())[0]?.mailboxes, PATIENCE).toEqual(['operator 1', 'operator 2'])
    await ada.stop()
    await world.forgetRecords()
    const cleo = await world.person('Cleo')
    expect(await cleo.accept(invite.link, { wait: false })).toMatchObject({ name: 'Ada', state: 'pending' })
    await cleo.say('Ada', 'hello from Cleo')
    await expect.poll(async () => (await cleo.said('Ada'))[0]?.state, PATIENCE).toBe('in mailbox')
    expect((await cleo.messenger.why('Ada')).lines).toEqual(expect.arrayContaining([
      'Ada has not answered your first message yet.',
      '1 message waits for the answer that it arrived.',
      expect.stringMatching(/^What you wrote lies in .* with operator [12]/)
    ]))
    await cleo.stop()
    await ada.start()
    await ada.until('Cleo is known', async () => await ada.contact(cleo) !== undefined)
    await ada.hears(cleo, ['hello from Cleo'])
  })

  test('that was used or revoked says so at the mailboxes, for as long as they keep it', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await world.people('Ada', 'Radia')
    const [used, revoked] = [await ada.invite(), await ada.messenger.invite()]
    await radia.accept(used)
    await ada.messenger.revokeInvite(revoked.inviteId)
    for (const link of [used, revoked.link]) {
      await expect.poll(() => world.keepers.map(keeper => keeper.bundleOf(link)?.kind), PATIENCE).toEqual(['withdrawn', 'withdrawn'])
    }
    await ada.stop()
    await radia.stop()
    await world.forgetRecords()
    const cleo = await world.person('Cleo')
    for (const link of [used, revoked.link]) await expect(cleo.accept(link)).rejects.toMatchObject({ code: 'LINK_USED' })
    expect(await cleo.messenger.people()).toEqual([])
  })

  test('is left anew at hosts that have forgotten it, while its maker is there', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const ada = await world.person('Ada')
    const link = await ada.invite()
    const kinds = (): unknown[] => world.keepers.map(keeper => keeper.bundleOf(link)?.kind)
    await expect.poll(kinds, PATIENCE).toEqual(['bundle', 'bundle'])
    for (const keeper of world.keepers) keeper.forgetCells()
    expect(kinds()).toEqual([undefined, undefined])
    await passing(world, 30 * SECOND, kinds, ['bundle', 'bundle']) // her fetches wait no longer than that, and hear of it
  })

  test('works with one host that lies about it: rubbish, another link\'s bundle and silence count for nothing', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const ada = await world.person('Ada')
    const [other, ...links] = [await ada.invite(), await ada.invite(), await ada.invite(), await ada.invite()]
    for (const link of links) {
      await expect.poll(() => world.keepers.map(keeper => keeper.bundleOf(link)?.kind), PATIENCE).toEqual(['bundle', 'bundle'])
    }
    await ada.stop()
    await world.forgetRecords()
    const [liar] = world.keepers
    const foreign = liar!.recordOf(other)!
    const lies = [() => systemRandom(900), () => foreign, () => undefined]
    for (const [i, lie] of lies.entries()) {
      liar!.lieOfBundles = lie
      const joiner = await world.person(`Joiner ${i}`)
      expect(await joiner.accept(links[i]!, { wait: false })).toMatchObject({ name: 'Ada', state: 'pending' })
      await joiner.stop()
    }
  })
})

describe('first contact', () => {
  test('with a maker whom nobody reaches directly goes by her mailbox after three seconds, and does not wait for time-outs', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await world.people('Ada', 'Radia')
    const link = await ada.invite()
    ada.line.silence() // whoever calls her hears nothing, and she hears of it by the hosts
    const sinceMs = Date.now()
    expect(await radia.accept(link, { wait: false })).toMatchObject({ state: 'pending' })
    await radia.say('Ada', 'so this way')
    await ada.until('Radia is known', async () => await ada.contact(radia) !== undefined)
    await ada.hears(radia, ['so this way'])
    expect(Date.now() - sinceMs).toBeLessThan(20 * SECOND) // one attempt at calling her takes 20
  })

  test('gives each a way to leave the other something within three seconds: nothing longer than that is waited for', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    // On this clock no timer of more than three seconds ever rings.
    const brief: Clock = { now: world.clock.now, after: (ms, ring) => world.clock.after(ms > 3 * SECOND ? ms + DAY : ms, ring) }
    const [ada, radia] = await Promise.all([world.person('Ada', { clock: brief }), world.person('Radia', { clock: brief })])
    await radia.accept(await ada.invite())
    for (const [person, from] of [[ada, radia], [radia, ada]] as const) {
      await expect.poll(async () => (await person.mailboxesOf(from)).sort(), PATIENCE).toEqual(['operator 1', 'operator 2'])
    }
  })

  test('by somebody who read of the link before its maker had a mailbox: they learn of it, and leave their request there', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    for (const keeper of world.keepers) keeper.full = true
    const [ada, radia] = await world.people('Ada', 'Radia')
    const link = await ada.invite()
    expect((await ada.messenger.invites())[0]?.mailboxes).toEqual([])
    await ada.stop()
    expect(await radia.accept(link, { wait: false })).toMatchObject({ state: 'pending' })
    await radia.say('Ada', 'hello from Radia')
    await radia.stop()
    for (const keeper of world.keepers) keeper.full = false
    await ada.start()
    await passing(world, MINUTE, async () => (await ada.messenger.invites())[0]?.mailboxes, ['operator 1', 'operator 2'])
    await ada.stop()

    await radia.start()
    await left(world, radia, ada, 1)
    await radia.stop()
    await ada.start()
    await ada.until('Radia is known', async () => await ada.contact(radia) !== undefined)
    await ada.hears(radia, ['hello from Radia'])
  })

  test('by somebody who had no mailbox yet when they followed the link: they tell where as soon as they have one', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const ada = await world.person('Ada')
    const link = await ada.invite()
    await expect.poll(async () => (await ada.messenger.invites())[0]?.mailboxes, PATIENCE).toEqual(['operator 1', 'operator 2'])
    await ada.stop()
    await world.forgetRecords() // an older bundle, of before Ada had mailboxes
    for (const keeper of world.keepers) keeper.full = true
    const radia = await world.person('Radia')
    expect(await radia.accept(link, { wait: false })).toMatchObject({ state: 'pending' })
    await radia.say(ada, 'hello from Radia')
    await left(world, radia, ada, 1)
    expect([radia.messenger.mailboxes(), await radia.owes(ada)]).toEqual([[], 1])
    for (const keeper of world.keepers) keeper.full = false
    await passing(world, MINUTE, async () => await radia.owes(ada), 2) // it looks for mailboxes now and then
    await radia.say(ada, 'you may answer me')
    await left(world, radia, ada, 1)
    await radia.stop()

    await ada.start()
    await ada.until('Radia is known', async () => await ada.contact(radia) !== undefined)
    await ada.hears(radia, ['hello from Radia', 'you may answer me'])
    await ada.say(radia, 'hello from Ada')
    await left(world, ada, radia, 1)
    await ada.stop()
    await radia.start()
    await radia.hears(ada, ['hello from Ada'])
    expect(await radia.heard(ada)).toEqual(['hello from Ada'])
  })
})
