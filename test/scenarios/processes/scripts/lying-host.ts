/** A mailbox host that alters every third cell that it hands out, in a process of its own; prints a line when it serves. */
import { silentLog } from '../../../../src/base/log.ts'
import { systemRandom } from '../../../../src/base/random.ts'
import { systemClock as clock } from '../../../../src/base/time.ts'
import { addBootstrap, readNetworkFile } from '../../../../src/network/networks/descriptors.ts'
import { createNode } from '../../../../src/network/node.ts'
import type { StoredCell } from '../../../../src/wire/gen/mailbox.ts'
import { Keeper } from '../../../support/keeper.ts'

const [networkFile, listen, operator] = process.argv.slice(2)
const seed = systemRandom(32)
const node = await createNode({
  role: 'infrastructure', network: await readNetworkFile(networkFile!), listen: [listen!], privateKeySeed: seed, relay: false, clock,
  log: silentLog
})
const altered = (cell: StoredCell): StoredCell => ({ ...cell, body: cell.body.map((byte, i) => i === 100 ? byte ^ 1 : byte) })

const keeper = new Keeper()
keeper.lie = cells => cells.map(cell => cell.at % 3n === 0n ? altered(cell) : cell)
await keeper.serveOn({ node, seed, clock })
await addBootstrap(networkFile!, node.addresses(), operator, { clock })
console.log(JSON.stringify({ peerId: node.peerId }))
process.once('SIGTERM', () => { void node.stop().finally(() => { process.exit() }) })
