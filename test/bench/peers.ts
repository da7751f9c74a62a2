/**
 * Other messengers' figures from a folder of peer benches. The contract: a program of that folder, run with its
 * arguments, ends by itself and prints one JSON line {"peer", "version", "load1", "results"}, where results are numbers
 * or, one level deeper, spreads such as {"p50_ms", "p99_ms"}. Programs that are missing or fail are left out and named.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { figure, type Figure } from './figures.ts'

interface Comparison {
  /** the measure of ours that has to run, and the figure of it */
  measure: string
  figure: string
  /** where the same stands in their results: what is alike, and in what it differs */
  theirs: string
  p99?: string
  what: string
}

interface Peer {
  program: string
  args: string[]
  comparisons: Comparison[]
}

interface Answer {
  peer: string
  version: unknown
  load1: number
  results: Record<string, unknown>
}

const spread = (name: string): Pick<Comparison, 'theirs' | 'p99'> => ({ theirs: `${name}.p50_ms`, p99: `${name}.p99_ms` })

const LATENCY = { measure: 'receipt-1024', figure: 'durable send to ack, 1 KiB' }
const RATE = { measure: 'throughput-1024', figure: 'durable acknowledged, 1 KiB' }
const ROUND_TRIP = { measure: 'round-trip', figure: 'E2EE round trip, 256 B' }
const DEPOSITS = { measure: 'mailbox', figure: 'deposits' }
const CATCH_UP = { measure: 'catch-up', figure: 'catch-up from ready' }
const CONNECT = { measure: 'connect', figure: 'known contact connected' }
const find = (nodes: number): Pick<Comparison, 'measure' | 'figure'> =>
  ({ measure: 'look-up', figure: `contact look-up, ${nodes} DHT nodes` })
const publish = (nodes: number): Pick<Comparison, 'measure' | 'figure'> =>
  ({ measure: 'look-up', figure: `publish, ${nodes} DHT nodes` })

const toAll = (members: number): Pick<Comparison, 'measure' | 'figure'> =>
  ({ measure: 'groups', figure: `group of ${members} to all, 256 B` })
const burst = (members: number): Pick<Comparison, 'measure' | 'figure'> =>
  ({ measure: 'groups', figure: `group of ${members}, burst` })

const groupPeers = (members: number): Peer[] => [
  {
    program: 'tox_bench',
    args: ['conf', `${members}`],
    comparisons: [
      { ...toAll(members), theirs: 'to_all_p50_ms', p99: 'to_all_p99_ms', what: 'toxcore conference, not durable' },
      { ...burst(members), theirs: 'burst_deliveries_per_s', what: 'toxcore conference, not durable' }
    ]
  },
  {
    program: 'hp.mjs',
    args: ['group', `${members}`],
    comparisons: [
      { ...toAll(members), ...spread('to_all'), what: 'autobase over hyperswarm' },
      { ...burst(members), theirs: 'burst_deliveries_per_s', what: 'autobase over hyperswarm' }
    ]
  }
]

const dhtPeers = (nodes: number): Peer[] => [
  {
    program: 'hp.mjs',
    args: ['dht', `${nodes}`],
    comparisons: [
      { ...find(nodes), ...spread('mutableGet'), what: 'hyperdht mutableGet, one process' },
      { ...publish(nodes), ...spread('mutablePut'), what: 'hyperdht mutablePut, one process' }
    ]
  },
  {
    program: 'lp.mjs',
    args: ['dht', `${nodes}`],
    comparisons: [
      { ...find(nodes), ...spread('get'), what: 'libp2p dht.get(), one process' },
      { ...publish(nodes), ...spread('put'), what: 'libp2p dht.put(), one process' }
    ]
  }
]

const PEERS: Peer[] = [
  {
    program: 'hp.mjs',
    args: ['pair'],
    comparisons: [
      { ...LATENCY, ...spread('stored_acked_1KiB_latency'), what: 'hypercore append, replicate, ack' },
      { ...RATE, theirs: 'stored_acked_1KiB_per_s', what: 'hypercore, one by one' },
      { ...RATE, theirs: 'stored_acked_1KiB_batch100_per_s', what: 'hypercore, 100 at once' },
      { ...ROUND_TRIP, ...spread('rtt_256B'), what: 'secret-stream, not durable' },
      { ...CONNECT, theirs: 'cold_node_to_connected_p50_ms', what: 'hyperdht connect, fresh node' }
    ]
  },
  {
    program: 'lp.mjs',
    args: ['pair'],
    comparisons: [
      { ...ROUND_TRIP, ...spread('rtt_256B'), what: 'libp2p, not durable' },
      { ...RATE, theirs: 'msg1024_acked_per_s', what: 'libp2p, not durable' },
      { ...CONNECT, ...spread('connect'), what: 'libp2p dial' }
    ]
  },
  ...dhtPeers(20),
  ...dhtPeers(50),
  ...groupPeers(10),
  ...groupPeers(30),
  {
    program: 'tox_bench',
    args: ['pair', 'udp', '1'],
    comparisons: [
      { ...RATE, theirs: 'msg1024_receipts_per_s', what: 'toxcore, 1 ms loop, not durable' },
      { ...ROUND_TRIP, theirs: 'rtt_256B_p50_ms', p99: 'rtt_256B_p99_ms', what: 'toxcore, 1 ms loop, not durable' }
    ]
  },
  {
    program: 'nats.mjs',
    args: [],
    comparisons: [
      { ...LATENCY, ...spread('jetstream_store_ack_1KiB'), what: 'JetStream, a server stores' },
      { ...RATE, theirs: 'jetstream_stored_acked_1KiB_per_s', what: 'JetStream, a server stores' }
    ]
  },
  {
    program: 'xmpp.mjs',
    args: [],
    comparisons: [
      { ...RATE, theirs: 'msg1024_receipted_per_s', what: 'Prosody, not durable' },
      { ...DEPOSITS, theirs: 'offline_store_per_s', what: 'Prosody, 256 B kept for who is off' },
      { ...CATCH_UP, theirs: 'offline_1000_login_to_all_ms', what: 'Prosody, login until all received' },
      { ...toAll(30), ...spread('muc30_to_all'), what: 'a room of Prosody, a server, not durable' },
      { ...burst(30), theirs: 'muc30_burst_deliveries_per_s', what: 'a room of Prosody, a server, not durable' }
    ]
  }
]

const TIMEOUT_MS = 290_000

/** What of a folder can be compared with these measures. */
export function peersIn (folder: string, measures: readonly string[]): Peer[] {
  return PEERS.map(peer => ({ ...peer, comparisons: peer.comparisons.filter(({ measure }) => measures.includes(measure)) }))
    .filter(({ program, comparisons }) => comparisons.length > 0 && existsSync(join(folder, program)))
}

export const measuresFor = ({ comparisons }: Peer): string[] => [...new Set(comparisons.map(({ measure }) => measure))]

/** @throws Error: it failed, took too long, or printed something else */
export async function askPeer (folder: string, { program, args }: Peer): Promise<Answer> {
  const [command, first] = program.endsWith('.mjs') ? [process.execPath, [program]] : [join(folder, program), []]
  const { stdout } = await promisify(execFile)(command, [...first, ...args], { cwd: folder, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' })
  const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer
  if (typeof answer.peer !== 'string' || typeof answer.results !== 'object') throw new Error(`${program} did not keep to the contract`)
  return answer
}

/** Ours of this round beside theirs; what their results do not have is left out. */
export function compare ({ comparisons }: Peer, { results }: Answer, figures: readonly Figure[]): Figure[] {
  return comparisons.flatMap(({ figure: name, theirs, p99, what }) => {
    const own = figures.find(({ measure }) => measure === name)
    const value = numberAt(results, theirs)
    if (own === undefined || value === undefined) return []
    const othersP99 = p99 === undefined ? undefined : numberAt(results, p99)
    return [figure({
      measure: name,
      unit: own.unit,
      value: own.p99 === undefined ? own.value : { p50: own.value, p99: own.p99, n: own.n ?? 0 },
      beside: { what, value: othersP99 === undefined ? value : { p50: value, p99: othersP99, n: 0 } }
    })]
  })
}

function numberAt (results: Record<string, unknown>, path: string): number | undefined {
  let at: unknown = results
  for (const name of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[name]
  return typeof at === 'number' ? at : undefined
}
