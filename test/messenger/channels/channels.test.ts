import { describe, expect, test } from 'vitest'
import { fromBase64url, fromHex, utf8 } from '../../../src/base/bytes.ts'
import { contentIdBytes, idBytes, type ChannelId } from '../../../src/base/ids.ts'
import { signPost, type ChannelAct, type VerifiedPost } from '../../../src/crypto/channel-posts.ts'
import { endsOf } from '../../../src/messenger/channels/channels.ts'
import type { Channel } from '../../../src/messenger/channels/channel.ts'
import { headOf } from '../../../src/messenger/channels/feed.ts'
import { Shelf } from './shelf.ts'

const saying = (text: string): ChannelAct => ({ text: { text: utf8(text) } })

type Place = Partial<Pick<VerifiedPost, 'seq' | 'prev' | 'chain' | 'atMs'>>

/** As whoever holds the keys of a channel's author could sign it, whatever their program thinks of it. */
function signed (channel: Channel, act: ChannelAct, place: Place = {}): VerifiedPost {
  const { id, row } = channel
  const head = headOf(row, row.own.author, row.own.chain)
  const next = { channel: id, chain: row.own.chain, seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? '', atMs: 1767225600000, ...place }
  return signPost(fromBase64url(row.own.seed), next, act)
}

async function ownerAndFollowers (count: number): Promise<{ owner: Shelf, channel: Channel, id: ChannelId, followers: Shelf[] }> {
  const owner = await Shelf.open()
  const channel = await owner.channels.create('Night sky')
  const followers = await Promise.all(Array.from({ length: count }, async () => {
    const follower = await Shelf.open()
    await follower.follow(channel, { serving: true })
    return follower
  }))
  return { owner, channel, id: channel.id, followers }
}

const doubtsOf = async (shelf: Shelf, id: ChannelId): Promise<string[]> => (await shelf.channels.archive.doubts(id)).map(({ what }) => what)

describe('whoever talks', () => {
  test('sends what the other lacks, either way and in several talks where it is much, and nothing twice', async () => {
    const { owner, id, followers: [ben, cid] } = await ownerAndFollowers(2)
    const long = 'x'.repeat(16_000)
    const texts = Array.from({ length: 300 }, (_, i) => `${i} ${long}`)
    await owner.say(id, ...texts)
    let talks = 0
    for (let more = true; more; talks++) more = (await ben!.asks(owner, id)).more
    expect(talks).toBe(2)
    expect(await ben!.reads(id)).toEqual(texts)
    await owner.channels.post(id, { admit: { author: idBytes(ben!.channels.get(id)!.row.own.author), name: 'Ben' } })
    await ben!.asks(owner, id)
    await ben!.say(id, 'from the hill')
    expect((await ben!.asks(owner, id)).posts).toBe(0) // and tells what it has
    expect((await owner.reads(id)).at(-1)).toBe('from the hill')
    for (let more = true; more;) more = (await cid!.asks(ben!, id)).more
    expect(await cid!.reads(id)).toEqual([...texts, 'from the hill'])
    expect(await cid!.asks(ben!, id)).toEqual({ posts: 0, more: false })
    const again = await cid!.again()
    expect(await again.reads(id)).toEqual([...texts, 'from the hill'])
    expect(again.channels.get(id)!.row).toMatchObject({ name: 'Night sky', posts: 303 })
  })

  test('ends with the same edits, deletions and pins, in whatever order two authors\' posts came; nobody changes another\'s', async () => {
    const { owner, id, followers: [ben, cid, dot] } = await ownerAndFollowers(3)
    const posted = async (shelf: Shelf): Promise<string[]> =>
      (await shelf.readings.read(id, { limit: 1000, peek: true })).map(({ text, edited, deleted, pinned }) =>
        `${text}${edited ? ' (edited)' : ''}${deleted ? ' (deleted)' : ''}${pinned ? ' (pinned)' : ''}`)
    const idOf = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
      contentIdBytes((await owner.readings.read(id, { limit: 1000, peek: true })).find(row => row.text === text)!.messageId)
    await owner.channels.post(id, { admit: { author: idBytes(ben!.channels.get(id)!.row.own.author), name: 'Ben' } })
    await owner.say(id, 'one', 'two', 'three')
    const [one, two, three] = [await idOf('one'), await idOf('two'), await idOf('three')]
    await ben!.asks(owner, id)
    await ben!.say(id, 'four')
    await cid!.asks(ben!, id)
    await ben!.channels.post(id, { pin: { target: two, off: false } })
    await expect(ben!.channels.post(id, { edit: { target: one, text: utf8('mine') } })).rejects.toMatchObject({ code: 'REFUSED' })
    await owner.channels.post(id, { edit: { target: one, text: utf8('first') } })
    await owner.channels.post(id, { edit: { target: one, text: utf8('the first') } })
    await owner.channels.post(id, { retract: { targets: [three] } })
    const all = ['the first (edited)', 'two (pinned)', ' (deleted)', 'four']
    await cid!.asks(owner, id)
    await cid!.asks(ben!, id)
    await ben!.asks(owner, id)
    await owner.asks(ben!, id)
    await dot!.asks(ben!, id)
    for (const shelf of [owner, ben!, cid!, dot!]) expect((await posted(shelf)).sort()).toEqual(all.toSorted())
    expect(await posted(await dot!.again())).toEqual(await posted(dot!))
    await ben!.channels.post(id, { pin: { target: two, off: true } })
    await dot!.asks(ben!, id)
    expect(await posted(dot!)).toContain('two')
  })

  test('gets nothing from whoever does not serve it, nor without its read key', async () => {
    const { owner, channel, id, followers: [ben] } = await ownerAndFollowers(1)
    await owner.say(id, 'secret')
    await owner.channels.serve(id, false)
    await expect(ben!.asks(owner, id)).rejects.toMatchObject({ code: 'REFUSED' })
    await owner.channels.serve(id, true)
    const eve = await Shelf.open()
    await eve.channels.follow({ channel: id, readKey: new Uint8Array(16), networkId: 'lan', name: channel.row.name, hints: [] })
    await expect(eve.asks(owner, id)).rejects.toMatchObject({ code: 'REFUSED' })
    expect(await eve.reads(id)).toEqual([])
  })
})

describe('a post', () => {
  test('that its author did not sign, or of another channel, is refused with all that came with it', async () => {
    const { owner, channel, id, followers: [ben] } = await ownerAndFollowers(1)
    await ben!.asks(owner, id)
    const good = signed(channel, saying('good'))
    const forged = { post: good.signed.post, signature: signed(channel, saying('other')).signed.signature }
    await expect(ben!.channels.take(id, [forged])).rejects.toMatchObject({ code: 'PROTOCOL' })
    const elsewhere = signed(await owner.channels.create('Elsewhere'), saying('lost'))
    await expect(ben!.channels.take(id, [good.signed, elsewhere.signed])).rejects.toMatchObject({ code: 'PROTOCOL' })
    expect(await ben!.reads(id)).toEqual([])
    expect((await ben!.channels.take(id, [good.signed])).posts).toHaveLength(1)
    expect(await ben!.reads(id)).toEqual(['good'])
  })

  test('counts once, however often it comes; one before its time waits for those before it', async () => {
    const { owner, id, followers: [ben] } = await ownerAndFollowers(1)
    await owner.say(id, 'one', 'two')
    const posts: VerifiedPost[] = []
    for await (const { value } of owner.channels.archive.posts(id, 0n)) posts.push(value)
    const [name, one, two] = posts.map(({ signed }) => signed)
    expect(await ben!.channels.take(id, [two!])).toMatchObject({ posts: [], wants: true })
    expect(await ben!.channels.take(id, [name!, one!, one!, name!])).toMatchObject({ wants: false })
    expect((await ben!.channels.take(id, [two!, one!, two!])).posts).toHaveLength(1)
    expect(await ben!.reads(id)).toEqual(['one', 'two'])
    expect(await doubtsOf(ben!, id)).toEqual([])
  })

  test('of an owner who signs two pasts shows to whoever has one of them and meets the other', async () => {
    const { owner, channel, id, followers: [ben, cid] } = await ownerAndFollowers(2)
    for (const one of [ben!, cid!]) await one.asks(owner, id)
    const [first, second] = [signed(channel, saying('to Ben')), signed(channel, saying('to Cid'))]
    await ben!.channels.take(id, [first.signed])
    await cid!.channels.take(id, [second.signed])
    await cid!.asks(ben!, id)
    await ben!.asks(cid!, id)
    for (const one of [ben!, cid!]) expect(await doubtsOf(one, id)).toEqual(['forked'])
    expect(await ben!.reads(id)).toEqual(['to Ben'])
    expect(await cid!.reads(id)).toEqual(['to Cid'])
    // What stands on the other past is none of theirs; it is told once.
    const onward = signed(channel, saying('on'), { seq: first.seq + 1, prev: first.hash })
    await cid!.channels.take(id, [onward.signed, onward.signed])
    expect(await doubtsOf(cid!, id)).toEqual(['forked'])
    expect(await (await cid!.again()).reads(id)).toEqual(['to Cid'])
  })

  test('by somebody who may not is refused: nobody yet, an admin who plays the owner, an admin who is one no longer', async () => {
    const { owner, channel, id, followers: [ben, cid] } = await ownerAndFollowers(2)
    for (const one of [ben!, cid!]) await one.asks(owner, id)
    const bens = ben!.channels.get(id)!
    const early = signed(bens, saying('let me'))
    expect(await cid!.channels.take(id, [early.signed])).toMatchObject({ posts: [], wants: true })
    await owner.channels.post(id, { admit: { author: idBytes(bens.row.own.author), name: 'Ben' } })
    for (const one of [ben!, cid!]) await one.asks(owner, id)
    await ben!.say(id, 'one', 'two')
    const mutiny = signed(bens, { settings: { name: 'Mine now' } }, { seq: 1, prev: '', chain: '0e'.repeat(16) })
    await owner.channels.take(id, [mutiny.signed])
    expect(await doubtsOf(owner, id)).toEqual(['refused'])
    await cid!.asks(ben!, id)
    await owner.channels.post(id, of => ({ dismiss: { author: idBytes(bens.row.own.author), ends: endsOf(of, bens.row.own.author) } }))
    // The owner had heard nothing of Ben's by then.
    for (const one of [ben!, cid!]) await one.asks(owner, id)
    expect(await owner.reads(id)).toEqual([])
    expect((await cid!.readings.read(id)).map(({ text, late }) => `${text} ${late}`)).toEqual(['one true', 'two true'])
    await cid!.channels.take(id, [signed(bens, saying('three')).signed])
    expect(await doubtsOf(cid!, id)).toEqual(['late'])
    expect(await cid!.reads(id)).toEqual(['one', 'two'])
    const dot = await Shelf.open()
    await dot.follow(channel)
    await dot.asks(cid!, id)
    expect(await dot.reads(id)).toEqual([])
    expect(await doubtsOf(dot, id)).toEqual([])
    await expect(ben!.say(id, 'four')).rejects.toMatchObject({ code: 'REFUSED' })
  })

  test('after an old copy of the owner\'s profile was put back stands in another chain, and contradicts nothing', async () => {
    const { owner, id, followers: [ben] } = await ownerAndFollowers(1)
    const before = owner.channels.get(id)!.row
    await owner.say(id, 'one')
    await ben!.asks(owner, id)
    const old = await owner.again({ rolledBack: true })
    expect(old.channels.get(id)!.row.own.chain).not.toBe(before.own.chain)
    await old.say(id, 'two')
    await ben!.asks(old, id)
    expect(await ben!.reads(id)).toEqual(['one', 'two'])
    expect(await doubtsOf(ben!, id)).toEqual([])
  })
})

describe('a channel', () => {
  test('that is left leaves nothing behind', async () => {
    const { owner, channel, id, followers: [ben] } = await ownerAndFollowers(1)
    await owner.say(id, 'one')
    await ben!.asks(owner, id)
    await ben!.channels.leave(id)
    const kept = (await ben!.store.holdings()).filter(({ table, rows }) => rows > 0 && /channel|history|conversation/i.test(table.name))
    expect(kept.map(({ table }) => table.name)).toEqual([])
    await expect(ben!.channels.take(id, [signed(channel, saying('late')).signed])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('has room for so many chains of admins, and always for its owner\'s', async () => {
    const { owner, channel, id, followers: [ben] } = await ownerAndFollowers(1)
    const bens = ben!.channels.get(id)!
    await owner.channels.post(id, { admit: { author: idBytes(bens.row.own.author), name: 'Ben' } })
    const chains = Array.from({ length: 12 }, (_, i) =>
      signed(bens, saying(`${i}`), { seq: 1, prev: '', chain: i.toString(16).padStart(32, '0') }).signed)
    expect((await owner.channels.take(id, chains)).posts).toHaveLength(8)
    const another = signed(channel, saying('still'), { seq: 1, prev: '', chain: 'f'.repeat(32) })
    expect((await owner.channels.take(id, [another.signed])).posts).toHaveLength(1)
    expect(fromHex(another.chain)).toHaveLength(16)
  })
})
