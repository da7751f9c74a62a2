// What no linter at hand looks for: the shape of lines, and a clock that a test could not set.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const MAX_LINE_CHARS = 140

const rules = [
  { says: `a line of more than ${MAX_LINE_CHARS} characters`, finds: line => line.length > MAX_LINE_CHARS },
  { says: 'a tab', finds: line => line.includes('\t') },
  { says: 'spaces at the end of a line', finds: line => /\s$/.test(line) },
  { says: 'a semicolon at the end of a line', finds: line => line.endsWith(';') && !/^\s*(\*|\/\/)/.test(line) },
  {
    says: 'new Date() reads the clock behind the back of Clock (src/base/time.ts)',
    finds: (line, path) => path.startsWith('src/') && /\bnew Date\(\)/.test(line)
  }
]

function filesBelow (folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (path === 'src/wire/gen') return []
    if (entry.isDirectory()) return filesBelow(path)
    return /\.(ts|tsx|mjs|cjs)$/.test(path) ? [path] : []
  })
}

const paths = ['src', 'test', 'scripts'].flatMap(filesBelow)
let found = 0
for (const path of paths) {
  for (const [i, line] of readFileSync(join(root, path), 'utf8').split('\n').entries()) {
    for (const { says, finds } of rules) {
      if (!finds(line, path)) continue
      found++
      console.log(`${path}:${i + 1}: ${says}`)
    }
  }
}
if (found > 0 || paths.length === 0) process.exit(1)
