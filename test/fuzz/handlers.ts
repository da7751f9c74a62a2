/**
 * Hostile bytes for what serves others: the handlers that a real messenger, a real mailbox host and a real DHT server have
 * registered, each reached over a stream in memory, as if from a new address every time. Whatever is said to them must
 * leave what lies on the disk and what people see as it was.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { peopleTargets, resident } from './messengers.ts'
import type { Dice } from './mutations.ts'
import type { HandlerTarget } from './saying.ts'
import { nearbyTargets } from './nearby.ts'
import { hostTargets, libraryTargets } from './servers.ts'

/** so many at once, where they do not get into each other's way */
const WIDTH = 100

export async function openHandlers (): Promise<{ targets: HandlerTarget[], close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-fuzz-'))
  const endings: Array<() => Promise<void>> = [async () => { await rm(folder, { recursive: true, force: true }) }]
  const close = async (): Promise<void> => { for (const end of endings.splice(0).reverse()) await end() }
  try {
    const network = newNetwork({ name: 'fuzz', open: true })
    const ada = await resident('Ada', { folder, network })
    endings.push(ada.close)
    const radia = await resident('Radia', { folder, network: { ...network, bootstrap: [{ addresses: ada.node.addresses() }] } })
    endings.push(radia.close)
    const people = await peopleTargets(ada, radia)
    const host = await hostTargets(network, folder)
    endings.push(host.close)
    const dht = await libraryTargets(network)
    endings.push(dht.close)
    const nearby = await nearbyTargets()
    endings.push(nearby.close)
    return { targets: [...people, ...host.targets, ...dht.targets, ...nearby.targets], close }
  } catch (err) {
    await close()
    throw err
  }
}

/** Says so many things to one of them, and compares. @throws Error with what changed, or what was thrown */
export async function tryHandler (target: HandlerTarget, { runs, dice, before }: {
  runs: number, dice: Dice, before: Record<string, string>
}): Promise<void> {
  const width = target.sideBySide ? WIDTH : 1
  let left = runs
  await Promise.all(Array.from({ length: width }, async () => { while (left-- > 0) await target.say(dice) }))
  const after = await target.state()
  const changed = Object.keys(after).filter(name => after[name] !== before[name])
  if (changed.length > 0) {
    const most = changed.map(name => `${name}: ${before[name]?.slice(0, 400)} → ${after[name]!.slice(0, 400)}`).join('\n')
    throw new Error(`${target.name} changed ${most}`)
  }
}
