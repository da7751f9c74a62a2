/** More people than know each other: all of them know the first, who is away as often as anybody. `npm run test:scale` has 30. */
import { expect, test } from 'vitest'
import { Chance } from '../support/chance.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet } from '../support/world.ts'

const PEOPLE = Number(process.env.NOBYTE_CROWD ?? 5)
const ROUNDS = PEOPLE > 5 ? 5 : 2
const GROUP = 'Crowd'

const textsOf = async (person: Person): Promise<string> =>
  (await person.conversation(GROUP)).map(({ from, text }) => `${from}: ${text}`).sort().join('\n')
const headsOf = async (person: Person): Promise<string> => (await person.messenger.groups.info(GROUP)).heads.join()

test(`${PEOPLE} people come and go, write, and remove one: all who stay have the same members and messages, each once`, async () => {
  await using world = await createWorld()
  const chance = new Chance()
  const first = await world.person('P0')
  const others: Person[] = []
  for (let i = 1; i < PEOPLE; i++) {
    const person = await world.person(`P${i}`)
    await meet(first, person)
    others.push(person)
  }
  await first.messenger.groups.create(GROUP, others.map(({ name }) => name))
  for (const one of others) {
    await one.until('the group is there', async () => (await one.messenger.groups.list()).some(({ members }) => members.length === PEOPLE))
    await one.takesPart(GROUP)
  }
  const said: string[] = []
  const staying = [first, ...others.slice(0, -1)]
  const goer = others.at(-1)!
  for (let round = 0; round < ROUNDS; round++) {
    const away = staying.filter(() => chance.happens(0.2))
    await Promise.all(away.map(async one => { await one.stop() }))
    for (const one of staying.filter(person => !away.includes(person))) {
      const text = `round ${round}`
      await one.say(GROUP, text)
      said.push(`${one.name}: ${text}`)
    }
    await Promise.all(away.map(async one => { await one.start() }))
    if (round === 0) await first.messenger.groups.remove(GROUP, goer.name)
  }
  const wanted = said.sort().join('\n')
  for (const one of staying) {
    await one.until('everything is there', async () => await textsOf(one) === wanted && await headsOf(one) === await headsOf(first), {
      withinMs: 180_000
    })
  }
  await goer.until('he knows', async () => (await goer.messenger.groups.info(GROUP)).state === 'gone', { withinMs: 180_000 })
  expect((await first.messenger.groups.info(GROUP)).members).toHaveLength(PEOPLE - 1)
}, 1_200_000)
