/** Some of the pairs of `npm run nat`: two that a way is found for, and one that stays on the relay. */
import { expect, test } from 'vitest'
import { needsInternet } from '../support/needs.ts'
import { Country } from './pairs.ts'

needsInternet(test)('two behind usual routers or IPv6 firewalls come to talk directly; symmetric ones stay on the relay', async () => {
  await using country = await Country.found()
  expect(await country.meet(['port-restricted', 'port-restricted'])).toMatchObject({ route: 'hole-punched' })
  expect(await country.meet(['symmetric', 'symmetric'])).toMatchObject({ route: 'relayed' })
  // On IPv6 nothing is translated, and a firewall lets in only answers: both ask, and each lets the other in.
  const met = await country.meet(['ipv6-firewall', 'ipv6-firewall'])
  expect(met).toMatchObject({ route: 'hole-punched', address: expect.stringMatching(/^\/ip6\/2a00:9:/) })
})
