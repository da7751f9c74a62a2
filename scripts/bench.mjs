// How fast the messenger is, beside plain libp2p in the same run. One JSON line a measure on stdout, a table on stderr.
//   npm run bench                       all measures, about eight minutes
//   npm run bench -- --quick            the same with an eighth of the samples
//   npm run bench -- --tiny             a sample or two of each: whether it works, not how fast it is
//   npm run bench -- --only receipt     one measure; may be said several times
//   npm run bench -- --only attack      a friend's messages during attacks, beside those before; as root, and only when named
//   npm run bench -- --only hostile     somebody at a mailbox host while strangers attack that, beside it before; as root, when named
//   npm run bench -- --only page        the page in Chromium over 100,000 messages; left out where there is no Chromium
//   npm run bench -- --rounds 3         everything so many times; the table has the round with the median ratio
//   npm run bench -- --peers FOLDER     and beside other messengers, in turn: FOLDER holds peer benches, see test/bench/peers.ts
//   npm run bench -- --profile FOLDER   with a CPU profile of each process in FOLDER
// It runs on loopback, in folders of its own below the folder for temporary files: set TMPDIR to measure another disk.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Bench } from '../test/bench/bench.ts'
import { medians, tableOf } from '../test/bench/figures.ts'
import { Noise } from '../test/bench/machine.ts'
import { MEASURES, NAMED_MEASURES } from '../test/bench/measures.ts'
import { askPeer, compare, measuresFor, peersIn } from '../test/bench/peers.ts'
import { readArguments } from './usage.mjs'

const ALL = { ...MEASURES, ...NAMED_MEASURES }
/** of one round without peers */
const MAX_ROUND_MS = 12 * 60_000
const MAX_PEER_MS = 10 * 60_000
/** the share of the CPUs that others may use before figures are doubtful */
const NOISY = 0.2
/** They share nobody with the others. Where nobody looks at the figures they run beside them: they wait more than they work. */
const APART = ['page', 'idle', 'catch-up']

function check ({ values: { only = [], rounds = '1' } }) {
  const unknown = only.filter(name => !(name in ALL))
  if (unknown.length > 0) throw new Error(`no such measure: ${unknown.join(', ')}. There are: ${Object.keys(ALL).join(', ')}`)
  if (!/^[1-9]\d?$/.test(rounds)) throw new Error('--rounds takes a number from 1 to 99')
}

const { values: { only = Object.keys(MEASURES), quick, tiny, rounds = '1', peers, profile } } = readArguments(import.meta.url, {
  options: {
    only: { type: 'string', multiple: true }, quick: { type: 'boolean' }, tiny: { type: 'boolean' },
    rounds: { type: 'string' }, peers: { type: 'string' }, profile: { type: 'string' }
  }
}, check)
const folder = mkdtempSync(join(tmpdir(), 'nobyte-bench-'))
const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`]
const bench = new Bench({ folder, size: tiny ? 'tiny' : quick ? 'quick' : 'full', execArgv })
const others = peers === undefined ? [] : peersIn(resolve(peers), only)
const noise = new Noise(() => bench.pids)
const figures = []
const failed = []

async function finish (code) {
  await bench.end()
  rmSync(folder, { recursive: true, force: true })
  process.exit(code)
}

const late = setTimeout(() => {
  console.error('bench: not finished in time; ending')
  void finish(1)
}, Number(rounds) * (MAX_ROUND_MS + others.length * MAX_PEER_MS))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { void finish(130) })

/** One that fails is told of and leaves the others their turn. */
async function measure (name) {
  noise.look()
  let measured
  try {
    measured = await ALL[name](bench)
  } catch (err) {
    failed.push(name)
    console.error(`bench: ${name} failed:`, err)
    return []
  }
  const around = noise.since()
  for (const one of measured) {
    figures.push(one)
    console.log(JSON.stringify({ type: 'measure', name, ...one, ...around }))
  }
  if (around.othersCpu > NOISY) {
    console.error(`bench: other programs used ${Math.round(around.othersCpu * 100)} % of the CPUs during ${name}`)
  }
  return measured
}

/** Ours and theirs one right after the other, so that both meet the same machine. */
async function besidePeer (peer) {
  const own = []
  for (const name of measuresFor(peer)) own.push(...await measure(name))
  try {
    const answer = await askPeer(resolve(peers), peer)
    for (const one of compare(peer, answer, own)) {
      figures.push(one)
      console.log(JSON.stringify({ type: 'peer', peer: answer.peer, version: answer.version, load1: answer.load1, ...one }))
    }
  } catch (err) {
    console.error(`bench: ${[peer.program, ...peer.args].join(' ')} is left out: ${err.message.split('\n')[0]}`)
  }
}

try {
  console.log(JSON.stringify({ type: 'machine', node: process.version, cpus: cpus().length, cpu: cpus()[0].model }))
  const alone = only.filter(name => !others.some(peer => measuresFor(peer).includes(name)))
  for (let round = 0; round < Number(rounds); round++) {
    const apart = tiny ? alone.filter(name => APART.includes(name)) : []
    const lanes = [alone.filter(name => !apart.includes(name)), ...apart.map(name => [name])]
    await Promise.all(lanes.map(async names => { for (const name of names) await measure(name) }))
    for (const peer of others) await besidePeer(peer)
  }
  console.error(`\n${tableOf(medians(figures))}`)
} catch (err) {
  console.error(err)
  await finish(1)
}
clearTimeout(late)
if (failed.length > 0) console.error(`bench: without ${failed.join(', ')}, which failed`)
await finish(failed.length > 0 ? 1 : 0)
