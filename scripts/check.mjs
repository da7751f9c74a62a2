// The first gate: everything about the text of the program. Prints each part's name and result; says all on failure.
//   npm run check              all parts          npm run check -- lint layers     some
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')

const parts = {
  types: ['tsc', '-p', '.'],
  lint: [
    'oxlint', '-f', 'unix', '-c', 'scripts/oxlint.json', '--type-aware', '--tsconfig', 'tsconfig.json',
    '--ignore-pattern', 'src/wire/gen/**', '--ignore-pattern', 'src/web/**', '--ignore-pattern', 'test/web/in-page/**',
    'src', 'test', 'scripts'
  ],
  'page types': ['tsc', '-p', 'src/web'],
  'page lint': [
    'oxlint', '-f', 'unix', '-c', 'scripts/oxlint.json', '--type-aware', '--tsconfig', 'src/web/tsconfig.json', 'src/web',
    'test/web/in-page'
  ],
  style: ['node', 'scripts/style.mjs'],
  layers: ['depcruise', '--config', 'scripts/layers.cjs', 'src'],
  'unused code': ['knip', '--config', 'scripts/knip.jsonc', '--treat-config-hints-as-errors', '--no-progress'],
  'generated code': ['node', 'scripts/generate.mjs', '--check']
}

function run (name) {
  const [command, ...args] = parts[name]
  const sinceMs = performance.now()
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const child = spawn(join(bin, command), args, { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { output += data })
  return new Promise(resolve => {
    child.on('error', err => resolve({ name, ok: false, output: String(err), tookMs: 0 }))
    child.on('close', code => resolve({ name, ok: code === 0, output, tookMs: performance.now() - sinceMs }))
  })
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in parts))
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const waiting = asked.length > 0 ? asked : Object.keys(parts)
let failed = 0
async function work () {
  for (let name; (name = waiting.shift()) !== undefined;) {
    const { ok, output, tookMs } = await run(name)
    console.log(`${ok ? '✓' : '✗'} ${name.padEnd(15)} ${(tookMs / 1000).toFixed(1)} s`)
    if (ok) continue
    failed++
    console.log(output.trimEnd().replaceAll(/^/gm, '  '))
  }
}
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work))
if (failed > 0) {
  console.error(`${failed} of the parts failed`)
  process.exit(1)
}
