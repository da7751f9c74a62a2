// Brings a clone to the state in which it runs: packages installed as package-lock.json says, src built to dist, and the
// page among it (src/web to dist/web).
// What is already so is left alone, which takes a fraction of a second. It runs on any Node from 18 on, because the
// Node that everything else runs on is among the packages that it installs.
//   --install-only   packages alone          --build   build even when nothing changed
//   --for-tests      also what tests need from Debian, when this is root and it is missing
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache')
const modules = join(root, 'node_modules')
const dist = join(root, 'dist')
/** each file of src by itself, for benches of parts */
const parts = join(cache, 'parts')
const installStamp = join(modules, '.nobyte-installed')
const buildStamp = join(cache, 'built')
const flags = new Set(process.argv.slice(2))

const say = text => { process.stderr.write(`nobyte: ${text}\n`) }
const read = path => existsSync(path) ? readFileSync(path, 'utf8') : undefined
const seconds = sinceMs => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`

function fail (text) {
  say(text)
  process.exit(1)
}

function run (command, args, env = {}) {
  // All of its output goes to stderr: the stdout of `npm run …` belongs to what is run after the set-up.
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
  if (signal === 'SIGINT' || status === 130) process.exit(130)
  return error === undefined && status === 0
}

function hash (paths) {
  const sum = createHash('sha256')
  for (const path of paths) sum.update(path).update('\0').update(readFileSync(join(root, path))).update('\0')
  return sum.digest('hex')
}

function filesBelow (folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]
  ).sort()
}

const PAGE = 'src/web/'
const PAGE_CONFIG = 'scripts/vite.config.ts'
const isPage = path => path.startsWith(PAGE)
const BUNDLER = 'scripts/bundle.mjs'

function installed () {
  return existsSync(join(modules, '.package-lock.json')) && read(installStamp) === hash(['package-lock.json'])
}

function install () {
  if (installed()) return
  const sinceMs = performance.now()
  say('installing packages (npm ci); a first time takes about half a minute …')
  // --include=dev also under NODE_ENV=production: the compiler and the Node that runs the result are among those.
  if (!run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])) {
    fail('npm ci failed; its own message is above. Is the package registry within reach?')
  }
  if (!existsSync(join(modules, 'node', 'bin', 'node'))) {
    fail('npm was told to run no install scripts, so Node 24 is missing. Type: npm rebuild node --ignore-scripts=false')
  }
  writeFileSync(installStamp, hash(['package-lock.json']))
  say(`installed in ${seconds(sinceMs)}`)
}

/** What dist is made of. */
function sourcesOfDist () {
  const page = existsSync(join(root, PAGE)) ? [PAGE_CONFIG] : []
  return ['tsconfig.json', 'package-lock.json', BUNDLER, ...page, ...filesBelow('src')]
}

function built (sources) {
  const wanted = ['main.js', 'index.js', ...(sources.some(isPage) ? ['web/index.html'] : [])].map(name => join(dist, name))
  return read(buildStamp) === hash(sources) && [...wanted, join(parts, 'main.js')].every(path => existsSync(path))
}

function buildPage (folder) {
  const vite = [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--config', PAGE_CONFIG, '--outDir', folder, '--emptyOutDir']
  if (!run(join(modules, '.bin', 'node'), [...vite, '--logLevel', 'warn'])) fail('the page was not built; dist is as it was')
}

function replace (folder, fresh) {
  const old = join(cache, `old-${process.pid}`)
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}

function build () {
  const sources = sourcesOfDist()
  if (!flags.has('--build') && built(sources)) return
  const sinceMs = performance.now()
  const stamp = hash(sources)
  const fresh = join(cache, `dist-${process.pid}`)
  const freshParts = join(cache, `parts-${process.pid}`)
  say('building src to dist …')
  for (const folder of [fresh, freshParts]) rmSync(folder, { recursive: true, force: true })
  const tool = (...args) => { if (!run(join(modules, '.bin', 'node'), args)) fail('the build failed; dist is as it was') }
  // Types are the business of `npm run check`; leaving them out here makes a build four times as fast.
  const types = ['--declarationDir', join(fresh, 'types'), '--noCheck']
  tool(join(modules, 'typescript', 'bin', 'tsc'), '-p', 'src', '--outDir', freshParts, ...types)
  tool(join(root, BUNDLER), fresh)
  if (sources.some(isPage)) buildPage(join(fresh, 'web'))
  // Both are replaced as a whole: nothing stale stays in them, and nobody meets them half written.
  rmSync(buildStamp, { force: true })
  replace(parts, freshParts)
  replace(dist, fresh)
  writeFileSync(buildStamp, stamp)
  say(`built in ${seconds(sinceMs)}`)
}

/** Commands with which tests make computers and routers, and look at the page; and the Debian packages they are in. */
const FOR_TESTS = { ip: 'iproute2', nft: 'nftables', chromium: 'chromium' }

function installForTests () {
  const onPath = name => (process.env.PATH ?? '').split(':').concat('/sbin', '/usr/sbin').some(folder => existsSync(join(folder, name)))
  const missing = Object.keys(FOR_TESTS).filter(name => !onPath(name)).map(name => FOR_TESTS[name])
  if (missing.length === 0 || process.getuid?.() !== 0 || !onPath('apt-get')) return
  const names = new Intl.ListFormat('en').format(missing)
  say(`installing ${names} (apt-get), which tests need …`)
  const sinceMs = performance.now()
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => run('apt-get', ['install', '-y', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', ...missing], quiet)
  if (install() || (run('apt-get', ['update', '-qq'], quiet) && install())) return say(`installed in ${seconds(sinceMs)}`)
  say(`${names} could not be installed; the tests that need them will be listed as skipped`)
}

function ready () {
  if (!installed() || flags.has('--build')) return false
  return flags.has('--install-only') || built(sourcesOfDist())
}

if (!statSync(join(root, 'src'), { throwIfNoEntry: false })) fail(`${root} is no checkout of nobyte`)
if (!ready()) {
  mkdirSync(cache, { recursive: true })
  await withLock(join(cache, 'setup.lock'), () => say('another set-up is at work here; waiting for it …'), () => {
    install()
    if (!flags.has('--install-only')) build()
  })
}
if (flags.has('--for-tests')) installForTests()
if (process.env.npm_lifecycle_event === 'setup') say('set up. Next: npm start, or ./scripts/nobyte help')
