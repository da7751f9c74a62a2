/** Many follow a channel, and leave it, while its owner posts; then the owner goes for good. `npm run test:scale`: 50, 100 posts. */
import { expect, test } from 'vitest'
import { Chance } from '../support/chance.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

const PEOPLE = Number(process.env.NOBYTE_FOLLOWERS ?? 5)
const POSTS = Number(process.env.NOBYTE_POSTS ?? 20)
const LEAVING = 0.3
const AT_ONCE = 5
const CHANNEL = 'Night sky'
const PATIENCE = { withinMs: 240_000 }

const postsOf = async (person: Person): Promise<string[]> => (await person.conversation(CHANNEL)).map(({ text }) => text)
const has = async (person: Person, posts: readonly string[]): Promise<void> => {
  await person.until(`all ${posts.length} are there`, async () => (await postsOf(person)).length >= posts.length, PATIENCE)
  expect(await postsOf(person)).toEqual(posts)
}

test(`of ${PEOPLE} who follow a channel three in ten leave during ${POSTS} posts; who stays has all, and later a newcomer`, async () => {
  await using world = await createWorld()
  const chance = new Chance()
  const owner = await world.person('Owner')
  const { link } = await owner.messenger.channels.create(CHANNEL)
  const followers: Person[] = []
  while (followers.length < PEOPLE) {
    const names = Array.from({ length: Math.min(AT_ONCE, PEOPLE - followers.length) }, (_, i) => `F${followers.length + i}`)
    followers.push(...await world.people(...names))
  }
  // One in three hands on what it has, the first of them for certain.
  for (const [i, one] of followers.entries()) {
    await one.messenger.channels.follow(link)
    if (i % 3 === 0) await one.messenger.channels.serve(CHANNEL, true)
  }
  const [first, ...others] = followers as [Person, ...Person[]]
  const leaving = new Map<number, Person>()
  while (leaving.size < Math.round(LEAVING * PEOPLE)) {
    const one = chance.of(others.filter(other => ![...leaving.values()].includes(other)))
    for (let at = chance.between(0, POSTS - 1); ; at = (at + 1) % POSTS) {
      if (leaving.has(at)) continue
      leaving.set(at, one)
      break
    }
  }
  const posts: string[] = []
  for (let i = 0; i < POSTS; i++) {
    await owner.say(CHANNEL, `post ${i}`)
    posts.push(`post ${i}`)
    await leaving.get(i)?.stop()
  }
  const staying = followers.filter(one => ![...leaving.values()].includes(one))
  for (const one of staying) await has(one, posts)
  await owner.stop()
  const newcomer = await world.person('Newcomer')
  await newcomer.messenger.channels.follow((await first.messenger.channels.link(CHANNEL)).link)
  await has(newcomer, posts)
}, 1_800_000)
