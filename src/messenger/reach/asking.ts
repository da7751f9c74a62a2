/** How this device asks the network's servers: who they are, over whose nodes, and by whose hand about records. */
import type { BootstrapEntry } from '../../network/networks/descriptors.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import { createMailbox, type Mailbox } from '../../protocols/mailbox/mailbox.ts'
import { createErrands } from '../../protocols/rendezvous-errands.ts'
import { createRendezvous, type Rendezvous } from '../../protocols/rendezvous.ts'
import type { Store } from '../../store/store.ts'
import { Guards } from './guards.ts'
import { Servers, type WayChoice } from './servers.ts'

export interface AskingDeps {
  store: Store
  node: NetworkNode
  way: WayChoice | undefined
  keepServers: (bootstrap: BootstrapEntry[]) => Promise<void>
  clock: Clock
  steady: Clock
  random: Random
  log: Log
}

export function wayOfAsking ({ store, node, way: choice, keepServers, clock, steady, random, log }: AskingDeps): {
  servers: Servers
  guards: Guards
  mailbox: Mailbox
  rendezvous: Rendezvous
  start: () => Promise<void>
  stop: () => Promise<void>
} {
  const servers = new Servers({
    node, choice, keep: keepServers, clock: steady, log, describe: async (...args) => await mailbox.describe(...args)
  })
  const guards = new Guards({ store, node, servers, choice, clock: steady, random, log })
  const mailbox = createMailbox({ node, guards, clock: steady, random, log })
  const rendezvous = createErrands({
    mailbox, hosts: () => guards.hosts, known: async signal => { await servers.known(signal) }, clock: steady, log,
    straight: createRendezvous({ node, clock })
  })
  return {
    servers,
    guards,
    mailbox,
    rendezvous,
    async start () {
      await guards.load()
      servers.start()
    },
    async stop () {
      servers.stop()
      mailbox.stop()
      await guards.settled()
    }
  }
}
