// Writes src/wire/gen from src/wire/*.proto; with --check, fails when what is there is out of date.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const wire = new URL('../src/wire/', import.meta.url).pathname
const gen = join(wire, 'gen')
const protons = new URL('../node_modules/.bin/protons', import.meta.url).pathname
const out = mkdtempSync(join(tmpdir(), 'nobyte-gen-'))
const protos = readdirSync(wire).filter(name => name.endsWith('.proto'))
try {
  for (const proto of protos) {
    execFileSync(protons, ['--output', out, join(wire, proto)], { stdio: 'inherit' })
  }
  const stale = []
  mkdirSync(gen, { recursive: true })
  for (const name of readdirSync(out)) {
    const text = readFileSync(join(out, name), 'utf8').replaceAll(/(from '\.\/[^']+)\.js'/g, "$1.ts'")
    const target = join(gen, name)
    let old
    try { old = readFileSync(target, 'utf8') } catch {}
    if (old === text) continue
    stale.push(name)
    if (!process.argv.includes('--check')) writeFileSync(target, text)
  }
  if (process.argv.includes('--check') && stale.length > 0) {
    console.error(`out of date: ${stale.join(', ')} in src/wire/gen. Run: npm run generate`)
    process.exit(1)
  }
  console.log(`src/wire/gen: ${stale.length === 0 ? 'up to date' : `wrote ${stale.join(', ')}`}`)
} finally {
  rmSync(out, { recursive: true })
}
