import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../src/base/random.ts'
import { channelKeys, openAnswer, sealQuestion } from '../../src/crypto/channel-keys.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import type { ChannelInfo } from '../../src/messenger/channels/board.ts'
import { parseChannelLink } from '../../src/wire/channel-link.ts'
import { CHANNEL_TALK_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import type { Person } from '../support/person.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld } from '../support/world.ts'

const CHANNEL = 'Night sky'

const infoOf = async (person: Person): Promise<ChannelInfo> => await person.messenger.channels.info(CHANNEL)
const postsOf = async (person: Person): Promise<string[]> =>
  (await person.conversation(CHANNEL)).map(({ from, text }) => `${from}: ${text}`)
const has = async (person: Person, posts: string[]): Promise<void> =>
  await person.until(`it has ${posts.at(-1)}`, async () => (await postsOf(person)).join('\n') === posts.join('\n'))
const isInTouch = async (person: Person, sources = 1): Promise<void> =>
  await person.until('it is in touch with somebody', async () => (await infoOf(person)).sources >= sources)

describe('a channel', () => {
  test('is read by whoever has its link, as it is posted and afterwards; from whoever serves it when its owner is gone', async () => {
    await using world = await createWorld()
    const [ada, ben, cid, dot] = await Promise.all(['Ada', 'Ben', 'Cid', 'Dot'].map(async name => await world.person(name))) as
      [Person, Person, Person, Person]
    const { link } = await ada.messenger.channels.create(CHANNEL)
    await ada.say(CHANNEL, 'Perseids tonight')
    const said = ['Night sky: Perseids tonight']
    for (const one of [ben, cid]) {
      expect(await one.messenger.channels.follow(link)).toMatchObject({ name: CHANNEL, role: 'follower', serving: false })
      await has(one, said)
      await isInTouch(one)
    }
    expect(await infoOf(ben)).toMatchObject({ unread: 0, posts: 2, doubts: [] })
    await ada.say(CHANNEL, 'clouds until ten')
    said.push('Night sky: clouds until ten')
    await Promise.all([ben, cid].map(async one => { await has(one, said) }))
    expect(await infoOf(ben)).toMatchObject({ unread: 1 })
    expect(await ben.messenger.read(CHANNEL, { unread: true })).toMatchObject([{ text: 'clouds until ten', direction: 'in' }])
    expect(await infoOf(ben)).toMatchObject({ unread: 0 })
    expect(await ben.messenger.chats.search('clouds')).toMatchObject([{ text: 'clouds until ten', from: CHANNEL }])
    await expect(ben.say(CHANNEL, 'me too')).rejects.toMatchObject({ code: 'REFUSED' })
    const [{ messageId }] = await ada.messenger.read(CHANNEL, { limit: 1, peek: true }) as [MessageRow]
    await ada.messenger.chats.edit(messageId, 'clouds until nine')
    await ada.messenger.chats.pin(messageId, true)
    said[said.length - 1] = 'Night sky: clouds until nine'
    await Promise.all([ben, cid].map(async one => { await has(one, said) }))
    await ben.until('it is pinned', async () => (await ben.messenger.chats.pinned(CHANNEL)).length === 1)
    const { chats } = ben.messenger
    for (const act of [chats.edit(messageId, 'no'), chats.delete(messageId, { everyone: true }), chats.react(messageId, '👍')]) {
      await expect(act).rejects.toMatchObject({ code: 'REFUSED' })
    }
    const passing = await ada.say(CHANNEL, 'never mind')
    await cid.until('it is there', async () => (await postsOf(cid)).includes('Night sky: never mind'))
    await ada.messenger.chats.delete(passing, { everyone: true })
    said.push('Night sky: ')
    await Promise.all([ben, cid].map(async one => { await has(one, said) }))
    expect(await ada.messenger.people()).toEqual([])

    await ben.messenger.channels.serve(CHANNEL, true)
    const { link: bens } = await ben.messenger.channels.link(CHANNEL)
    await ada.stop()
    await dot.messenger.channels.follow(bens)
    await has(dot, said)
    expect(await postsOf(dot)).toEqual(said)

    await ben.messenger.channels.leave(CHANNEL)
    expect(await ben.messenger.channels.list()).toEqual([])
    expect(await ben.messenger.chats.search('clouds')).toEqual([])
  })

  test('has admins, whose posts reach all over whoever serves it; who is dismissed posts no more', async () => {
    await using world = await createWorld()
    const [ada, ben, cid] = await world.people('Ada', 'Ben', 'Cid')
    const { link } = await ada.messenger.channels.create(CHANNEL)
    const { key } = await ben.messenger.channels.follow(link)
    await cid.messenger.channels.follow(link)
    await Promise.all([ben, cid].map(async one => { await isInTouch(one) }))
    await expect(ben.say(CHANNEL, 'too early')).rejects.toMatchObject({ code: 'REFUSED' })
    await ada.messenger.channels.admit(CHANNEL, key, 'Ben of the hill')
    await ben.until('he may post', async () => (await infoOf(ben)).role === 'admin')
    await ben.say(CHANNEL, 'clear up here')
    await Promise.all([ada, cid].map(async one => { await has(one, ['Ben of the hill: clear up here']) }))
    await ada.messenger.channels.dismiss(CHANNEL, 'Ben of the hill')
    await ben.until('he is dismissed', async () => (await infoOf(ben)).role === 'follower')
    await expect(ben.say(CHANNEL, 'once more')).rejects.toMatchObject({ code: 'REFUSED' })
    expect(await postsOf(cid)).toEqual(['Ben of the hill: clear up here'])
    await cid.restart()
    await ada.say(CHANNEL, 'alone again')
    await has(cid, ['Ben of the hill: clear up here', 'Night sky: alone again'])
    expect((await infoOf(cid)).authors.map(({ name, role }) => `${name} ${role}`)).toEqual(['Night sky owner', 'Ben of the hill dismissed'])
  })

  test('is found where who serves it says so, when the addresses in its link lead nowhere; strangers are answered with noise', async () => {
    await using world = await createWorld()
    const [ada, ben] = await world.people('Ada', 'Ben')
    const { link } = await ada.messenger.channels.create(CHANNEL)
    await ada.say(CHANNEL, 'from before')
    await ada.move()
    await ada.start()
    await ben.messenger.channels.follow(link)
    await has(ben, ['Night sky: from before'])
    await isInTouch(ben)
    await ben.messenger.channels.serve(CHANNEL, true)

    const { readKey } = parseChannelLink(link)
    await using mallory = await Stranger.on(world.network)
    const ends = { dialler: ben.node.peerIdBytes, listener: ada.node.peerIdBytes }
    const bens = sealQuestion(channelKeys(readKey), new Uint8Array(0), ends, systemRandom)
    const theirs = { ...ends, dialler: mallory.node.peerIdBytes }
    const mallorys = sealQuestion(channelKeys(systemRandom(16)), new Uint8Array(0), theirs, systemRandom)
    for (const said of [bens, mallorys, systemRandom(CHANNEL_TALK_BYTES), systemRandom(3)]) {
      const heard = await mallory.knock(ada, PROTOCOLS.channel, said)
      expect(heard.map(({ byteLength }) => byteLength)).toEqual([CHANNEL_TALK_BYTES])
      expect(openAnswer(channelKeys(readKey), heard[0]!, said, ends)).toBeUndefined()
    }
  })
})
