/** Two of the pairs of `npm run nat`: one that a way is found for, and one that stays on the relay. */
import { expect, test } from 'vitest'
import { needsInternet } from '../support/needs.ts'
import { Country } from './pairs.ts'

needsInternet(test)('two people behind ordinary routers come to talk directly; between two symmetric routers the relay stays', async () => {
  await using country = await Country.found()
  expect(await country.meet(['port-restricted', 'port-restricted'])).toMatchObject({ route: 'hole-punched' })
  expect(await country.meet(['symmetric', 'symmetric'])).toMatchObject({ route: 'relayed' })
})
