/** What main.ts lends to the command line: the programs that only it may load. */
import type { Home, Log } from '../api/client.ts'
import type { Ready } from '../api/schema.ts'

export interface RunningNode {
  /** resolves once everything is closed; 'locked' asks for a fresh, locked process */
  closed: Promise<'stopped' | 'locked'>
  stop: () => Promise<void>
}

export interface ServeOptions {
  home: Home
  networkFile: string
  listen: string[]
  announce?: string[]
  operator?: string
  relay?: boolean
  stun?: boolean
  upnp?: boolean
  mailbox?: boolean
  proxy?: boolean
  durable?: boolean
  forContacts?: boolean
  /** a port or an absolute path */
  metrics?: string
  log: Log
}

export interface Programs {
  version: string
  /** the bin, which a fresh process runs */
  script: string
  /** @param page whether a way to the web page may be opened */
  runDaemon: (options: { home: Home, log: Log, upnp?: boolean, page: boolean }) => Promise<RunningNode>
  /** Resolves once its address is in the network file and its API answers. */
  serve: (options: ServeOptions) => Promise<RunningNode & { ready: Ready }>
  /** Never overwrites. @throws AppError EXISTS, BAD_INPUT */
  createNetworkFile: (options: { name: string, open: boolean, path: string }) => Promise<{ id: string, name: string }>
  readNetworkFile: (path: string) => Promise<{ name: string, id: string } & Record<string, unknown>>
}
