// Joins the program and the packages that it imports into a few files: to find and read a thousand modules takes
// a node longer than to run them. Nothing is shortened or renamed, so that the result can still be read.
//   node scripts/bundle.mjs TO
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ENTRIES = ['main', 'index']
/** What is native, or looks for files of its own beside its code, stays a package. */
const NATIVE = ['level', '@node-rs/argon2', '@signalapp/libsignal-client', /^node-datachannel(\/|$)/]

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [to] = process.argv.slice(2)
const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map(name => [name, join(root, 'src', `${name}.ts`)])),
  cwd: root,
  platform: 'node',
  external: NATIVE
})
const { output } = await bundle.write({ dir: to, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' })
await bundle.close()

/** The folder of the package that a module belongs to. */
function packageOf (moduleId) {
  const [, path] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(moduleId) ?? []
  return path
}

function licenceOf (folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder).filter(file => /^(licen[cs]e|notice|copying)/i.test(file)).sort()
    .map(file => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts].join('\n\n')
}

// Whoever passes the program on passes these packages on, and has to say whose they are.
const modules = output.flatMap(({ moduleIds = [] }) => moduleIds)
const packages = new Set(modules.map(packageOf).filter(path => path !== undefined && existsSync(join(path, 'package.json'))))
const licences = [...packages].sort().map(licenceOf)
if (licences.length === 0) throw new Error('the bundle holds no package: where did they go?')
writeFileSync(join(to, 'THIRD-PARTY-LICENCES.txt'), `${licences.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`)
