import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/base/time.ts'
import type { PageStateRow } from '../../src/messenger/core/rows.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'
import { passing } from './away.ts'

const PATIENCE = { timeout: 100_000, interval: 50 }

async function waysOf (person: Person, other: Person): Promise<string[][]> {
  const rows = await person.messenger.read(other.name, { peek: true, timeline: true })
  for (const { timeline } of rows) {
    const times = timeline!.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  }
  return rows.map(({ timeline }) => timeline!.map(step => {
    if (step.what === 'sent') return `sent ${step.route}`
    return step.what === 'in mailbox' ? `at ${step.host}` : step.what
  }))
}

/** How many rows in somebody's store tell of a journey. */
async function journeysOf (person: Person): Promise<number> {
  let count = 0
  for await (const { value } of person.store.table(TABLES.pageStates, jsonCodec<PageStateRow>()).entries({})) {
    if (value.steps !== undefined) count++
  }
  return count
}

describe('what became of a message', () => {
  test('is told step by step: written down, sent directly, received, read; the other side knows when it was written', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'hello')
    await radia.hears(ada, ['hello'])
    await ada.until('it has arrived', async () => (await ada.said(radia))[0]?.state === 'delivered')
    await radia.messenger.read('Ada')
    await ada.until('Radia has read it', async () => (await ada.said(radia))[0]?.state === 'read')
    expect(await waysOf(ada, radia)).toEqual([['queued', 'sent direct', 'delivered', 'read']])
    expect(await waysOf(radia, ada)).toEqual([['written', 'received', 'read']])
    expect((await ada.conversation(radia))[0]).not.toHaveProperty('timeline') // unless it is asked for
    await ada.restart()
    expect(await waysOf(ada, radia)).toEqual([['queued', 'sent direct', 'delivered', 'read']])
  })

  test('is known after a restart: which hosts took it when, also once it was delivered', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await expect.poll(async () => (await ada.mailboxesOf(radia)).length, PATIENCE).toBe(2)
    await radia.stop()
    await ada.sees(radia, { online: false })
    await ada.say(radia, 'while you are away')
    await passing(world, 5 * SECOND, async () => (await ada.said(radia))[0]?.custody?.length, 2)
    const before = await ada.messenger.read('Radia', { peek: true, timeline: true })
    const hosts = ['at operator 1', 'at operator 2']
    const [way] = await waysOf(ada, radia)
    expect([way![0], way!.slice(1).sort()]).toEqual(['queued', hosts])
    for (const step of before[0]!.timeline!) if (step.what === 'in mailbox') expect(step.untilMs).toBeGreaterThan(step.atMs)
    await ada.restart()
    expect((await ada.messenger.read('Radia', { peek: true, timeline: true }))[0]!.timeline!.slice(0, 3)).toEqual(before[0]!.timeline)
    await radia.start()
    await radia.hears(ada, ['while you are away'])
    await passing(world, 5 * SECOND, async () => (await ada.said(radia))[0]?.state, 'delivered')
    const [whole] = await waysOf(ada, radia)
    expect(whole!.filter(what => what.startsWith('at '))).toEqual(way!.slice(1))
    expect(whole!.at(-1)).toBe('delivered')
  })

  test('says that it went over a line that was cut before anybody answered, and keeps so many steps and no more', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    radia.line.silence()
    ada.line.silence()
    await ada.say(radia, 'is it there?')
    await ada.until('it was sent', async () => (await ada.said(radia))[0]?.state === 'sent')
    world.cut(ada, radia)
    await ada.sees(radia, { online: false })
    await ada.restart()
    expect((await waysOf(ada, radia))[0]!.slice(0, 2)).toEqual(['queued', 'sent direct'])
    await world.heal(ada, radia)
    await ada.delivered(radia)
    expect((await waysOf(ada, radia))[0]!.at(-1)).toBe('delivered')
    expect((await waysOf(ada, radia))[0]!.filter(what => what === 'sent direct').length).toBeGreaterThanOrEqual(2)
  })

  test('is forgotten with it: when it disappears, and when it is deleted, also before it arrived', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const arrived = await ada.say(radia, 'arrived')
    await ada.delivered(radia)
    expect(await journeysOf(ada)).toBe(1)
    await ada.messenger.chats.delete(arrived, { everyone: true })
    await expect.poll(async () => await journeysOf(ada), PATIENCE).toBe(0)
    expect(await waysOf(ada, radia)).toEqual([[]])

    await ada.messenger.chats.expire('Radia', 5 * MINUTE)
    await ada.say(radia, 'for five minutes')
    await radia.hears(ada, ['', 'for five minutes'])
    await ada.delivered(radia)
    expect(await journeysOf(ada)).toBe(1)
    world.clock.pass(6 * MINUTE)
    await expect.poll(async () => await journeysOf(ada), PATIENCE).toBe(0)

    await ada.messenger.chats.expire('Radia', 0)
    radia.line.silence()
    ada.line.silence()
    const onItsWay = await ada.say(radia, 'on its way')
    await ada.until('it was sent', async () => (await ada.said(radia)).at(-1)?.state === 'sent')
    world.cut(ada, radia)
    await expect.poll(async () => await journeysOf(ada), PATIENCE).toBe(1)
    await ada.messenger.chats.delete(onItsWay, { everyone: true })
    await expect.poll(async () => await journeysOf(ada), PATIENCE).toBe(0)
    await world.heal(ada, radia)
    await ada.delivered(radia)
    await passing(world, HOUR, async () => await journeysOf(ada), 0) // nor of how the empty page went
  })
})
