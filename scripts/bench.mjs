// How fast the messenger is, beside plain libp2p in the same run. One JSON line a measure on stdout, a table on stderr.
//   npm run bench                       all measures, about two minutes
//   npm run bench -- --quick            the same with an eighth of the samples
//   npm run bench -- --only receipt     one measure; may be said several times
//   npm run bench -- --profile FOLDER   with a CPU profile of each process in FOLDER
// It runs on loopback, in folders of its own below the folder for temporary files: set TMPDIR to measure another disk.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { tableOf } from '../test/bench/figures.ts'
import { Noise } from '../test/bench/machine.ts'
import { Bench, MEASURES } from '../test/bench/measures.ts'

const MAX_MS = 4 * 60_000
/** the share of the CPUs that others may use before figures are doubtful */
const NOISY = 0.2

function readArguments () {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean' }, profile: { type: 'string' } }
    })
    const unknown = values.only?.filter(name => !(name in MEASURES)) ?? []
    if (unknown.length > 0) throw new Error(`no such measure: ${unknown.join(', ')}. There are: ${Object.keys(MEASURES).join(', ')}`)
    return values
  } catch (err) {
    console.error(err.message)
    process.exit(2)
  }
}

const { only = Object.keys(MEASURES), quick = false, profile } = readArguments()
const folder = mkdtempSync(join(tmpdir(), 'nobyte-bench-'))
const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`]
const bench = new Bench({ folder, quick, execArgv })
const noise = new Noise()
const figures = []

async function finish (code) {
  await bench.end()
  rmSync(folder, { recursive: true, force: true })
  process.exit(code)
}

const late = setTimeout(() => {
  console.error('bench: not finished in time; ending')
  void finish(1)
}, MAX_MS)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { void finish(130) })

try {
  console.log(JSON.stringify({ type: 'machine', node: process.version, cpus: cpus().length, cpu: cpus()[0].model }))
  for (const name of only) {
    noise.look(bench.pids)
    const measured = await MEASURES[name](bench)
    const around = noise.since(bench.pids)
    for (const one of measured) {
      figures.push(one)
      console.log(JSON.stringify({ type: 'measure', name, ...one, ...around }))
    }
    if (around.othersCpu > NOISY) {
      console.error(`bench: other programs used ${Math.round(around.othersCpu * 100)} % of the CPUs during ${name}`)
    }
  }
  console.error(`\n${tableOf(figures)}`)
} catch (err) {
  console.error(err)
  await finish(1)
}
clearTimeout(late)
await finish(0)
