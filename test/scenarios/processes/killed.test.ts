import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { newNetwork } from '../../../src/network/networks/descriptors.ts'
import { createNode } from '../../../src/network/node.ts'
import { Chance } from '../../support/chance.ts'
import type { Memory } from './scripts/talker.ts'
import { Talker } from './talkers.ts'

/** `npm run faults -- kills` makes 200 of them. */
const KILLS = Number(process.env.NOBYTE_KILLS ?? 20)
/** from one message that waits for its answer to as many as fill an envelope */
const AT_ONCE = [1, 2, 8, 64]
/** longer than a start takes until it is ready, and than a stream needs to be in full flow again */
const STARTING_MS = 1500
const TALKING_MS = 400

async function servedNetworkFile (folder: string): Promise<string> {
  const network = newNetwork({ name: 'ours' })
  const server = await createNode({ role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
  onTestFinished(async () => { await server.stop() })
  const path = join(folder, 'network.json')
  await writeFile(path, JSON.stringify({ ...network, bootstrap: [{ addresses: server.addresses() }] }))
  return path
}

test(`killed with -9 at ${KILLS} random moments, while both talk, either or both: nothing lost, nothing twice, all in order`, {
  timeout: 240_000 + KILLS * 10_000
}, async () => {
  const chance = new Chance()
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-killed-'))
  onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
  const network = await servedNetworkFile(folder)
  const [ada, radia] = ['Ada', 'Radia'].map(name => new Talker({ folder: join(folder, name), name, network })) as [Talker, Talker]
  await Promise.all([ada.start(), radia.start()])
  expect(await radia.ask({ command: 'accept', link: await ada.ask({ command: 'invite' }) })).toBe('ready')
  const talk = async (who: Talker): Promise<void> => { await who.ask({ command: 'talk', atOnce: chance.of(AT_ONCE) }) }
  await Promise.all([talk(ada), talk(radia)])
  const struck = { starting: 0, talking: 0, both: 0 }
  for (let i = 0; i < KILLS;) {
    const victims = chance.happens(0.1) ? [ada, radia] : [chance.of([ada, radia])]
    // Any moment is as good as any other: nothing is waited for but time.
    await pass(chance.next() * TALKING_MS)
    await Promise.all(victims.map(async victim => { await victim.kill() }))
    struck.talking += victims.length
    if (victims.length > 1) struck.both++
    i += victims.length
    await Promise.all(victims.map(async victim => {
      while (i < KILLS && chance.happens(0.2)) {
        i++
        struck.starting++
        const isLaunched = Promise.withResolvers<void>()
        const starting = victim.start(isLaunched.resolve).catch(() => {})
        await isLaunched.promise
        await pass(chance.next() * STARTING_MS)
        await victim.kill()
        await starting
      }
      await victim.start()
      await talk(victim)
    }))
    // Every few times they are left alone until all that waits has gone through.
    if (chance.happens(0.2)) await Promise.all([ada.hears(1), radia.hears(1)])
  }
  await Promise.all([ada.ask({ command: 'finish' }), radia.ask({ command: 'finish' })])
  const memories = [await ada.ask<Memory>({ command: 'recall' }), await radia.ask<Memory>({ command: 'recall' })] as const
  console.log(JSON.stringify({ kills: struck, said: memories.map(({ said }) => said.length) }))
  for (const [talker, from, to] of [[ada, memories[0], memories[1]], [radia, memories[1], memories[0]]] as const) {
    expect(from.said.length).toBeGreaterThan(talker.said) // what was called durable is there
    expect(from.said).toEqual(from.said.map((_, i) => i))
    expect(to.heard).toEqual(from.said)
    // The log keeps the last 100,000 facts.
    expect(to.announced.length).toBeGreaterThan(Math.min(from.said.length - 1, 10_000))
    expect(to.announced).toEqual(from.said.slice(-to.announced.length))
  }
})
