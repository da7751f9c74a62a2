// What npm test does in a short form, at length: real processes, real sockets, real disks.
//   npm run faults -- kills            200 kill -9 at random moments
//   npm run faults -- requests         10,000 requests over one link
//   npm run faults -- probes           500 probes of each kind
//   npm run faults -- kills --count 50 --seed 7
//   npm run faults -- disk             every write of a session of work meets a full disk
//   npm run faults -- disk --from 100 --to 150          of those only these, to go on where a run was ended
//   npm run faults -- servers          50 DHT servers, of which 15 are killed: 40 pairs of contacts find each other
//   npm run faults -- servers --pairs 10                10 pairs, on a busy or small computer
//   npm run faults -- bursts           10,000 messages at once either way, over lines that are cut, silent and slow
//   npm run faults -- offline          1,000 messages to somebody who is off, with hosts that restart, are gone or lie
//   npm run faults -- queues           100,000 queues at one mailbox host
//   npm run faults -- doors            every check of the page and its server is taken away in turn, and a test has to notice
//   npm run faults -- leaks            each leak that the search for secrets has to find, in a build of its own
//   npm run faults -- deposits         2,000 deposits at a host, of which strangers ask queues at full speed
//   npm run faults -- looks            every view of the page in every language, theme and size, and what axe says of each
// NOBYTE_SEED, which each run prints, or --seed, repeats a run's chances.
import { spawnSync } from 'node:child_process'
import { readArguments } from './usage.mjs'

const STORIES = {
  kills: { file: 'test/scenarios/processes/killed.test.ts', variable: 'NOBYTE_KILLS', count: 200 },
  requests: { file: 'test/scenarios/hostile-joiners.test.ts', variable: 'NOBYTE_REQUESTS', count: 10_000 },
  probes: { file: 'test/scenarios/probing.test.ts', variable: 'NOBYTE_PROBES', count: 500 },
  disk: { file: 'test/scenarios/every-write.test.ts', variable: 'NOBYTE_WRITES', count: 1000 },
  offline: { file: 'test/scenarios/processes/offline.test.ts', variable: 'NOBYTE_OFFLINE', count: 1000 },
  queues: { file: 'test/protocols/mailbox-crowd.test.ts', variable: 'NOBYTE_QUEUES', count: 100_000 },
  servers: { file: 'test/scenarios/servers.test.ts', variable: 'NOBYTE_SERVERS', count: 50 },
  doors: { file: ['test/api/page/mutants.test.ts', 'test/web/checks.test.ts'], variable: 'NOBYTE_MUTANTS', count: 1000 },
  leaks: { file: 'test/privacy/hosts.test.ts', variable: 'NOBYTE_LEAKS', count: 5 },
  deposits: { file: 'test/flood/floods.test.ts', variable: 'NOBYTE_DEPOSITS', count: 2000 },
  looks: { file: 'test/web/looks.test.ts', variable: 'NOBYTE_LOOKS', count: 8 },
  bursts: { file: 'test/scenarios/bursts.test.ts', variable: 'NOBYTE_BURST', count: 10_000 }
}

const { values: { count, seed, from, to, pairs }, positionals: [name] } = readArguments(import.meta.url, {
  allowPositionals: true,
  options: {
    count: { type: 'string' }, seed: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, pairs: { type: 'string' }
  }
}, ({ positionals: [asked] }) => {
  if (!(asked in STORIES)) throw new Error(`say which: ${Object.keys(STORIES).join(', ')}`)
})
const story = STORIES[name]
const { status } = spawnSync('vitest', ['run', '--config', 'scripts/vitest.config.ts', ...[story.file].flat()], {
  stdio: 'inherit',
  env: {
    ...process.env,
    [story.variable]: count ?? String(story.count),
    ...(name === 'disk' && from !== undefined ? { NOBYTE_WRITE: `${from}-${to ?? story.count}` } : {}),
    ...(pairs === undefined ? {} : { NOBYTE_PAIRS: pairs }),
    ...(seed === undefined ? {} : { NOBYTE_SEED: seed })
  }
})
process.exit(status ?? 1)
